package org.parcours.standalone.demo;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.parcours.standalone.demo.source.SourceApplication;
import org.parcours.standalone.demo.wire.Answer;

/** Counts what was told and what came back. */
final class Tally {

    private final Map<SourceApplication, Integer> told = new EnumMap<>(SourceApplication.class);
    private final Map<String, Integer> answers = new TreeMap<>();
    private int settled;
    private int retries;

    synchronized void settled(SourceApplication from, Answer answer) {
        settled++;
        told.merge(from, 1, Integer::sum);
        answers.merge(answer.code(), 1, Integer::sum);
    }

    synchronized void retried() {
        retries++;
    }

    synchronized int settled() {
        return settled;
    }

    /** {@code AA 590  AE 6 · HTTP 201 580}: acknowledgements first, then HTTP's. */
    synchronized String answers() {
        String text = answers.entrySet().stream()
                .sorted((a, b) -> Boolean.compare(isHttp(a.getKey()), isHttp(b.getKey())))
                .map(entry -> (isHttp(entry.getKey()) ? "HTTP " : "") + entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining("  "));
        return retries == 0 ? text : text + "  sent again " + retries;
    }

    synchronized String byApplication() {
        return told.entrySet().stream()
                .sorted(Map.Entry.<SourceApplication, Integer>comparingByValue().reversed())
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    private static boolean isHttp(String code) {
        return Character.isDigit(code.charAt(0));
    }
}
