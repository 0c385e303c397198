package dev.plimsoll.web;

/** What one page says. Its template is named as {@link #template} says, and calls it {@code page}. */
interface Page {

    /** The template, without its ending. */
    String template();

    /** For people, and above all for those who have many tabs. */
    String title();

    /** The part of the navigation that it belongs to. */
    String section();
}
