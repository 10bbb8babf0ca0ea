package org.parcours.events.applications;

/** What is wrong with a file, and where: {@code steri.yaml, line 7, kinds[0].lane: no such lane}. */
public final class BadApplicationFile extends RuntimeException {

    BadApplicationFile(String file, int line, String field, String reason) {
        super("%s, line %d%s: %s".formatted(file, line, field.isEmpty() ? "" : ", " + field, reason));
    }
}
