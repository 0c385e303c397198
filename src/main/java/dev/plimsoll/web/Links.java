package dev.plimsoll.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Where pages are. Addresses are relative, so that a proxy may put the pages below any path. */
sealed interface Links {

    String overview();

    String images();

    /** Empty if there is no page for it. */
    String image(String digest);

    String namespaces();

    String namespace(String name);

    String policies();

    String unknown();

    /** Whether the pages are all in one file, which asks nobody for anything. */
    boolean inFile();

    /** What is put before the addresses of files that pages need. */
    String root();

    /** @param root how to get from a page to the first one: empty, or {@code ../} */
    record OfSite(String root) implements Links {

        @Override
        public String overview() {
            return root.isEmpty() ? "./" : root;
        }

        @Override
        public String images() {
            return root + "images";
        }

        @Override
        public String image(String digest) {
            return root + "images/" + digest;
        }

        @Override
        public String namespaces() {
            return root + "namespaces";
        }

        @Override
        public String namespace(String name) {
            return root + "namespaces/" + URLEncoder.encode(name, StandardCharsets.UTF_8);
        }

        @Override
        public String policies() {
            return root + "policies";
        }

        @Override
        public String unknown() {
            return root + "unknown";
        }

        @Override
        public boolean inFile() {
            return false;
        }
    }

    /**
     * @param imagePages digests of those that have one
     * @param namespacePages names of those that have one
     */
    record OfFile(Set<String> imagePages, Set<String> namespacePages) implements Links {

        @Override
        public String overview() {
            return "#overview";
        }

        @Override
        public String images() {
            return "#images";
        }

        @Override
        public String image(String digest) {
            return imagePages.contains(digest) ? "#" + Anchor.image(digest) : "";
        }

        @Override
        public String namespaces() {
            return "#namespaces";
        }

        @Override
        public String namespace(String name) {
            return namespacePages.contains(name) ? "#" + Anchor.namespace(name) : "";
        }

        @Override
        public String policies() {
            return "#policies";
        }

        @Override
        public String unknown() {
            return "#unknown";
        }

        @Override
        public boolean inFile() {
            return true;
        }

        @Override
        public String root() {
            return "";
        }
    }

    /** What pages in a file are found by. */
    final class Anchor {

        private Anchor() {}

        static String image(String digest) {
            return "image-" + digest.replace(':', '-');
        }

        static String namespace(String name) {
            return "namespace-" + URLEncoder.encode(name, StandardCharsets.UTF_8);
        }
    }
}
