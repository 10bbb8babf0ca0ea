package org.parcours.command.eventlog;

import java.util.regex.Pattern;
import org.parcours.command.store.Hash;

/**
 * Identifies the command that a commit results from. Unique in the log (log rule 4): a command that is sent again is
 * not recorded again.
 *
 * @param value 64 lower-case hex digits, such as the SHA-256 of (source application, message id, content digest)
 */
public record CommitId(String value) {

    private static final Pattern FORMAT = Pattern.compile("[0-9a-f]{64}");

    public CommitId {
        if (!FORMAT.matcher(value).matches()) {
            throw new IllegalArgumentException("A commit id is 64 lower-case hex digits: " + value);
        }
    }

    public static CommitId of(Hash hash) {
        return new CommitId(hash.toString());
    }

    public byte[] bytes() {
        return Hash.parse(value).bytes();
    }

    @Override
    public String toString() {
        return value;
    }
}
