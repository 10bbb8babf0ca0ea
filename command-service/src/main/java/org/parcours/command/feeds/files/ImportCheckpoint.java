package org.parcours.command.feeds.files;

/**
 * How far a file has been imported.
 *
 * @param offset in bytes; every message before it is in the log or in quarantine
 * @param hash of the bytes before the offset; with another hash it is another file
 */
public record ImportCheckpoint(long offset, String hash, long messages) {

    public String format() {
        return "%d %s %d".formatted(offset, hash, messages);
    }

    public static ImportCheckpoint parse(String text) {
        String[] parts = text.split(" ");
        return new ImportCheckpoint(Long.parseLong(parts[0]), parts[1], Long.parseLong(parts[2]));
    }
}
