package org.parcours.command.eventlog;

import org.parcours.command.store.Hash;

/**
 * Which command a commit answers; unique in the log (rule 4), so that a command sent again records nothing twice.
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
