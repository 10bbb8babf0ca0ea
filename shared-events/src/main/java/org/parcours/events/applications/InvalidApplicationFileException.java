package org.parcours.events.applications;

/** An error in an application file, with its location: {@code steri.yaml, line 7, kinds[0].lane: unknown lane}. */
public final class InvalidApplicationFileException extends RuntimeException {

    InvalidApplicationFileException(String file, int line, String field, String reason) {
        super("%s, line %d%s: %s".formatted(file, line, field.isEmpty() ? "" : ", " + field, reason));
    }
}
