package dev.plimsoll.bench;

import java.util.Locale;

/** A measured number beside the one that is wanted. */
record Comparison(String what, double measured, boolean atLeast, double wanted) {

    static Comparison atLeast(double wanted, String what, double measured) {
        return new Comparison(what, measured, true, wanted);
    }

    static Comparison atMost(double wanted, String what, double measured) {
        return new Comparison(what, measured, false, wanted);
    }

    private boolean holds() {
        return atLeast ? measured >= wanted : measured <= wanted;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%-72s %8.2f   wanted %s %-6.4g %s",
                what,
                measured,
                atLeast ? ">=" : "<=",
                wanted,
                holds() ? "yes" : "NO");
    }
}
