package dev.plimsoll.web;

import dev.plimsoll.audit.AuditResult;
import java.util.List;

/** All namespaces that images are used in. */
record NamespacesPage(Links links, List<WeightRow> rows) implements Page {

    static NamespacesPage of(AuditResult result, Links links) {
        return new NamespacesPage(links, WeightRow.of(result.savingsByNamespace(), links));
    }

    @Override
    public String template() {
        return "namespaces";
    }

    @Override
    public String title() {
        return "Namespaces";
    }

    @Override
    public String section() {
        return "namespaces";
    }
}
