# Plimsoll: the targets a person needs. `make help` lists them.
MVN ?= mvn -B -ntp
JAR := target/quarkus-app/quarkus-run.jar
ARGS ?= --once
FUZZ_SECONDS ?= 60
TARGETS ?=
BEHAVIOURS ?=
TIMES ?= 1000
IMAGE ?=
BASE ?=
JDK ?=
REVISION ?= $(shell git rev-parse HEAD 2>/dev/null)
IMAGE_ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help build demo image test e2e mutation bench bench-pure bench-memory bench-audit bench-web hostility fuzz generate format clean

help: ## list the targets
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  %-12s %s\n", $$1, $$2 }'

build: ## build the application into target/quarkus-app
	@echo "building (the first time Maven fetches what it needs; that takes a few minutes) ..."
	@$(MVN) -q -DskipTests package

demo: build ## show the product: a sample registry, the webhook over TLS and a few workloads (ARGS= keeps it serving)
	@java -jar $(JAR) demo $(ARGS)

image: ## make the container image in target/image/oci, and push it (IMAGE=registry/name:tag, BASE=, JDK=, IMAGE_ARGS=--help)
	@echo "packaging ..."
	@$(MVN) -q -Psbom -DskipTests package dependency:build-classpath -Dmdep.outputFile=target/image.classpath $(MVN_ARGS)
	@$(if $(JDK),$(JDK)/bin/)java -Djava.util.logging.manager=org.jboss.logmanager.LogManager -cp target/test-classes:target/classes:$$(cat target/image.classpath) \
	  dev.plimsoll.packaging.BuildImage --sbom target/bom.json $(if $(IMAGE),--to $(IMAGE)) $(if $(BASE),--base $(BASE)) \
	  $(if $(REVISION),--revision $(REVISION)) $(IMAGE_ARGS)

test: ## run all tests; those whose helper program is missing are skipped and say so
	$(MVN) verify $(MVN_ARGS)

e2e: ## try the application beside a real API server (KUBEBUILDER_ASSETS= names the folder of etcd and kube-apiserver)
	$(MVN) verify -Dtest=NoUnitTest -Dsurefire.failIfNoSpecifiedTests=false -Dit.test='*ClusterIT' -Dexcluded.its= -Djacoco.skip=true $(MVN_ARGS)

mutation: ## measure how well the checks' tests notice a changed check (pitest)
	$(MVN) -Pmutation test-compile org.pitest:pitest-maven:mutationCoverage $(MVN_ARGS)

# Load on the application as it is packaged, but for one more resource, from a process of its own.
target/bench.classpath: pom.xml $(shell find src -name '*.java' 2>/dev/null)
	@echo "building ..."
	@$(MVN) -q -Pbench -Dmaven.test.skip=true package $(MVN_ARGS)
	@$(MVN) -q test-compile dependency:build-classpath -Dmdep.outputFile=$@ $(MVN_ARGS)
	@touch $@

BENCH_JAVA = java -Djava.util.logging.manager=org.jboss.logmanager.LogManager -cp target/test-classes:target/classes:$$(cat target/bench.classpath)

bench: target/bench.classpath ## measure the webhook under load, look-ups, a burst of pods and the pure parts (10 minutes; needs wrk)
	@$(BENCH_JAVA) dev.plimsoll.bench.Bench
	@$(BENCH_JAVA) dev.plimsoll.bench.PureBench

bench-pure: target/bench.classpath ## measure only the pure parts: time and allocation of each operation
	@$(BENCH_JAVA) dev.plimsoll.bench.PureBench

bench-memory: target/bench.classpath ## look at 60,000 images with a heap of 256 MB, and count what is remembered
	@$(BENCH_JAVA) dev.plimsoll.bench.CacheMemory

bench-audit: target/bench.classpath ## audit 100,000 pods over 3,000 images with a heap of 256 MB
	@$(BENCH_JAVA) dev.plimsoll.bench.AuditMemory

bench-web: target/bench.classpath ## measure the page of 5,000 images on the server and in a browser (needs chromium)
	@$(BENCH_JAVA) dev.plimsoll.bench.WebPages

hostility: target/bench.classpath ## let a registry do all the harm it can, 1,000 times each, and count what is left behind (TIMES=1000; BEHAVIOURS= names some)
	@$(BENCH_JAVA) dev.plimsoll.bench.Hostility $(TIMES) 256m $(BEHAVIOURS)

fuzz: ## let a fuzzer at what reads strangers' bytes (FUZZ_SECONDS=60 for each target; TARGETS= names some)
	@$(MVN) -q -Pfuzz test-compile dependency:build-classpath -Dmdep.outputFile=target/fuzz.classpath $(MVN_ARGS)
	@src/bench/fuzz.sh $(FUZZ_SECONDS) $(TARGETS)

generate: ## write the generated files again: docs/checks.md, docs/configuration.md, deploy/, the definitions, schema and README of the chart
	$(MVN) -q test -Dgroups=generates -Dplimsoll.generate=true $(MVN_ARGS)

format: ## format the code
	$(MVN) -q spotless:apply

clean: ## remove what was built
	$(MVN) -q clean
