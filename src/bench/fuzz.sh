#!/usr/bin/env bash
# Lets the fuzzer at each target in turn: fuzz.sh SECONDS [TARGET...]. Seeds are kept in src/test/resources/fuzz, what it
# finds out on its way in target/fuzz. Ends with 1 if any input was answered with what is not documented.
set -euo pipefail
cd "$(dirname "$0")/../.."

declare -A classes=(
  [image-name]=dev.plimsoll.image.ImageNameFuzzTest
  [manifest]=dev.plimsoll.registry.ManifestFuzzTest
  [config]=dev.plimsoll.registry.ConfigFuzzTest
  [docker-config]=dev.plimsoll.registry.DockerConfigFuzzTest
  [challenge]=dev.plimsoll.registry.ChallengeFuzzTest
  [answer]=dev.plimsoll.registry.AnswerFuzzTest
  [history]=dev.plimsoll.advice.HistoryFuzzTest
  [json]=dev.plimsoll.kubernetes.JsonFuzzTest
  [review]=dev.plimsoll.admission.ReviewFuzzTest
)
seconds=$1
shift
targets=("$@")
[ $# -gt 0 ] || targets=(image-name manifest config docker-config challenge answer history json review)

classpath=target/test-classes:target/classes:$(cat target/fuzz.classpath)
status=0
for target in "${targets[@]}"; do
  out=target/fuzz/$target
  mkdir -p "$out/corpus"
  # That of answers connects to a server of its own, on this machine, and to nothing else.
  permissive=$([ "$target" = answer ] && echo true || echo false)
  if JAZZER_SSRF_PERMISSIVE_UNTIL_CONFIGURED=$permissive java -Xmx1g -XX:+UseSerialGC -cp "$classpath" com.code_intelligence.jazzer.Jazzer \
      --target_class="${classes[$target]}" --instrumentation_includes='dev.plimsoll.**' --custom_hook_includes='dev.plimsoll.**' \
      --reproducer_path="$out" -artifact_prefix="$out/" -max_total_time="$seconds" -timeout=60 -max_len=65536 \
      -rss_limit_mb=0 -print_final_stats=1 "$out/corpus" "src/test/resources/fuzz/$target" >"$out/log" 2>&1; then
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$out/log")
    coverage=$(grep -oE 'cov: [0-9]+' "$out/log" | tail -n 1)
    printf '%-14s %10s inputs, %s, nothing found\n' "$target" "$runs" "$coverage"
  else
    status=1
    printf '%-14s FOUND SOMETHING, see %s:\n' "$target" "$out/log"
    grep -m 1 -A 8 '== Java Exception\|ERROR: libFuzzer\|ERROR:' "$out/log" || tail -n 5 "$out/log"
  fi
done
exit $status
