package dev.plimsoll.advice;

/**
 * A check of an image's build history in words; docs/advice.md is made of these.
 *
 * @param finds what it finds, in one line
 * @param why why that matters
 * @param before part of a Dockerfile in which it finds something
 * @param after the same, mended
 * @param ignore when its advice is better not followed
 */
public record AdviceDescription(String id, String finds, String why, String before, String after, String ignore) {}
