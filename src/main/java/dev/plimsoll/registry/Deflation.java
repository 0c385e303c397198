package dev.plimsoll.registry;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Deflates small texts of the kind that images' configs hold. A single one repeats itself little, so both sides begin with
 * a dictionary of what such texts tend to say.
 */
final class Deflation {

    /** Deflate prefers what is near, so what is most common comes last. */
    private static final byte[] DICTIONARY = """
            org.opencontainers.image.base.digest sha256: org.opencontainers.image.base.name docker.io/library/
            org.opencontainers.image.authors org.opencontainers.image.documentation org.opencontainers.image.description
            org.opencontainers.image.licenses Apache-2.0 MIT org.opencontainers.image.vendor org.opencontainers.image.title
            org.opencontainers.image.ref.name org.opencontainers.image.version org.opencontainers.image.revision
            org.opencontainers.image.created 2025-01-01T00:00:00Z org.opencontainers.image.url https://github.com/
            org.opencontainers.image.source maintainer io.buildah.version com.redhat.component vcs-ref
            LANG=C.UTF-8 LC_ALL=en_US.UTF-8 TZ=UTC DEBIAN_FRONTEND=noninteractive GPG_KEY= PYTHON_VERSION=3. PYTHON_SHA256=
            PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 NODE_VERSION= YARN_VERSION=1.22. NODE_ENV=production
            GOLANG_VERSION=1. GOTOOLCHAIN=local GOPATH=/go JAVA_HOME=/opt/java/openjdk JAVA_VERSION=jdk- RUBY_VERSION=3.
            PHP_INI_DIR=/usr/local/etc/php NGINX_VERSION=1. NJS_VERSION= PKG_RELEASE=1~bookworm HOME=/root ASPNETCORE_
            CMD ["node"] CMD ["python3"] CMD ["bash"] CMD ["/bin/sh"] ENTRYPOINT ["docker-entrypoint.sh"] ENTRYPOINT ["/
            CMD ["nginx" "-g" "daemon off;"] STOPSIGNAL SIGQUIT VOLUME [/data] HEALTHCHECK EXPOSE map[8080/tcp:{}]
            USER nobody USER 1000 USER root ONBUILD ARG SHELL [/bin/bash -o pipefail -c] LABEL maintainer=
            RUN /bin/sh -c go mod download && go build -o /app ./cmd RUN /bin/sh -c npm ci --omit=dev && npm run build &&
            npm cache clean --force RUN /bin/sh -c yarn install --frozen-lockfile RUN /bin/sh -c mvn -B package -DskipTests
            RUN /bin/sh -c pip install --no-cache-dir -r requirements.txt poetry bundle install composer install
            RUN /bin/sh -c apk add --no-cache ca-certificates tzdata openssl curl bash git && update-ca-certificates
            adduser -D -u 1000 addgroup groupadd --gid 1000 --system && useradd --uid 1000 --gid --shell /bin/bash --create-home
            chown -R chmod +x /usr/local/bin/ mkdir -p ln -s rm -rf /tmp/* /root/.cache /root/.npm microdnf yum -y install clean all
            set -eux; apkArch="$(dpkg --print-architecture)" case "${dpkgArch##*-}" in amd64) ARCH='x64' arm64) esac
            savedAptMark="$(apt-mark showmanual)"; find /usr/local -type f -executable -not \\( -name '*tkinter*' \\) -exec ldd '{}' ';'
            wget -O curl -fsSLO --compressed "https://nodejs.org/dist/v$NODE_VERSION/ https://www.python.org/ftp/python/
            gpg --batch --keyserver hkps://keys.openpgp.org --recv-keys --verify | sha256sum -c - tar -xJf -C /usr/local --strip-components=1
            --no-same-owner make -j "$(nproc)" ./configure --build="$gnuArch" --enable-shared --with-
            apt-get purge -y --auto-remove -o APT::AutoRemove::RecommendsImportant=false; python3 --version node --version
            # debian.sh --arch 'amd64' out/ 'bookworm' '@1700000000' /bin/sh -c #(nop) ADD file: in / /bin/sh -c #(nop) COPY file:
            /bin/sh -c #(nop)  CMD ["bash"] /bin/sh -c #(nop)  ENV /bin/sh -c #(nop)  EXPOSE /bin/sh -c #(nop) WORKDIR /usr/src/app
            RUN /bin/sh -c set -ex && apt-get update && apt-get install -y --no-install-recommends ca-certificates curl gnupg wget git
            build-essential libssl-dev zlib1g-dev procps && rm -rf /var/lib/apt/lists/* # buildkit
            linux arm64 amd64 PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
            WORKDIR /app EXPOSE [8080/tcp] EXPOSE map[80/tcp:{}] ENV COPY --chown=1000:1000 COPY docker-entrypoint.sh /usr/local/bin/ # buildkit
            COPY . /app # buildkit COPY package.json package-lock.json ./ # buildkit RUN /bin/sh -c buildkit.dockerfile.v0""".getBytes(StandardCharsets.UTF_8);

    private static final byte PLAIN = 0;
    private static final byte DEFLATED = 1;

    private Deflation() {}

    /** The bytes, deflated if that makes them fewer. */
    static byte[] deflate(byte[] plain) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try {
            deflater.setDictionary(DICTIONARY);
            deflater.setInput(plain);
            deflater.finish();
            byte[] deflated = new byte[plain.length];
            int length = deflater.deflate(deflated);
            boolean smaller = deflater.finished() && length + Integer.BYTES < plain.length;
            return smaller ? marked(DEFLATED, plain.length, deflated, length) : marked(PLAIN, -1, plain, plain.length);
        } finally {
            deflater.end();
        }
    }

    private static byte[] marked(byte mark, int plainLength, byte[] content, int length) {
        ByteArrayOutputStream marked = new ByteArrayOutputStream(length + 8);
        marked.write(mark);
        if (mark == DEFLATED) {
            marked.writeBytes(new PackedOutput().number(plainLength).bytes());
        }
        marked.write(content, 0, length);
        return marked.toByteArray();
    }

    static byte[] inflate(byte[] marked) {
        PackedInput in = new PackedInput(marked);
        if (in.number() == PLAIN) {
            return in.rest();
        }
        byte[] plain = new byte[(int) in.number()];
        Inflater inflater = new Inflater(true);
        try {
            inflater.setDictionary(DICTIONARY);
            inflater.setInput(in.rest());
            int length = inflater.inflate(plain);
            if (length != plain.length) {
                throw new IllegalStateException("deflated badly");
            }
            return plain;
        } catch (DataFormatException e) {
            throw new IllegalStateException("deflated badly", e);
        } finally {
            inflater.end();
        }
    }
}
