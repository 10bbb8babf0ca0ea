package org.parcours.command.intake.locator;

/**
 * A part of a text.
 *
 * @param start in UTF-16 characters, from 0
 * @param end behind its last character
 */
public record TextRange(int start, int end) {

    public TextRange {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("A mark goes from a place to one behind it: " + start + ", " + end);
        }
    }
}
