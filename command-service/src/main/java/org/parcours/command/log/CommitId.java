package org.parcours.command.log;

import java.util.regex.Pattern;

/**
 * Which command a commit answers; unique in the log (rule 4), so that a command sent again records nothing twice.
 *
 * @param value 64 lower-case hex digits, such as the SHA-256 of (source application, message id, content digest)
 */
public record CommitId(String value) {

    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    public CommitId {
        if (!HEX.matcher(value).matches()) {
            throw new IllegalArgumentException("A commit id is 64 lower-case hex digits: " + value);
        }
    }

    public static CommitId of(Hash hash) {
        return new CommitId(hash.toString());
    }

    @Override
    public String toString() {
        return value;
    }
}
