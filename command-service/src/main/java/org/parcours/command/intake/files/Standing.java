package org.parcours.command.intake.files;

import java.util.Optional;

/**
 * How far the import of a file is.
 *
 * @param offset up to where each message is in the log or in quarantine
 * @param hash of the bytes up to there: where it is another, it is another file
 * @param messages up to there
 */
public record Standing(long offset, String hash, long messages) {

    /** Where imports note how far they are: beside what they have recorded, so that both are restored together. */
    public interface Notes {

        Optional<Standing> of(String file);

        void note(String file, Standing standing);
    }

    public String text() {
        return "%d %s %d".formatted(offset, hash, messages);
    }

    public static Standing parse(String text) {
        String[] parts = text.split(" ");
        return new Standing(Long.parseLong(parts[0]), parts[1], Long.parseLong(parts[2]));
    }
}
