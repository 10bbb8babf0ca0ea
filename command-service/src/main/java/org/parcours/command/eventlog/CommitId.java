package org.parcours.command.eventlog;

import org.parcours.command.store.Hash;

/**
 * Identifies the command that a commit results from. Unique in the log (log rule 4): a command that is sent again is
 * not recorded again.
 *
 * @param value 64 lower-case hex digits, such as the SHA-256 of (source application, message id, content digest)
 */
public record CommitId(String value) {

    public CommitId {
        if (value.length() != 2 * Hash.LENGTH || !value.chars().allMatch(CommitId::isHex)) {
            throw new IllegalArgumentException("A commit id is 64 lower-case hex digits: " + value);
        }
    }

    private static boolean isHex(int character) {
        return character >= '0' && character <= '9' || character >= 'a' && character <= 'f';
    }

    public static CommitId of(Hash hash) {
        return new CommitId(hash.toString());
    }

    @Override
    public String toString() {
        return value;
    }
}
