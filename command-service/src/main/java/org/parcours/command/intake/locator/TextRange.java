package org.parcours.command.intake.locator;

/**
 * @param start in UTF-16 characters, from 0
 * @param end after the last character
 */
public record TextRange(int start, int end) {

    public TextRange {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("A range must not end before its start: " + start + ", " + end);
        }
    }
}
