package org.parcours.standalone.demo;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.parcours.standalone.demo.source.SourceApplicationCode;
import org.parcours.standalone.demo.transport.Acknowledgement;

/** Counts messages by application and acknowledgements by code. */
final class DemoStatistics {

    private final Map<SourceApplicationCode, Integer> messagesByApplication =
            new EnumMap<>(SourceApplicationCode.class);
    private final Map<String, Integer> acknowledgementsByCode = new TreeMap<>();
    private int acknowledgedMessages;
    private int retries;

    synchronized void recordAcknowledgement(SourceApplicationCode application, Acknowledgement acknowledgement) {
        acknowledgedMessages++;
        messagesByApplication.merge(application, 1, Integer::sum);
        acknowledgementsByCode.merge(acknowledgement.code(), 1, Integer::sum);
    }

    synchronized void recordRetry() {
        retries++;
    }

    synchronized int acknowledgedMessages() {
        return acknowledgedMessages;
    }

    /** {@code AA 590  AE 6  HTTP 201 580}: HL7 acknowledgements first, then HTTP responses. */
    synchronized String acknowledgementSummary() {
        String text = acknowledgementsByCode.entrySet().stream()
                .sorted((a, b) -> Boolean.compare(isHttp(a.getKey()), isHttp(b.getKey())))
                .map(entry -> (isHttp(entry.getKey()) ? "HTTP " : "") + entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining("  "));
        return retries == 0 ? text : text + "  retries " + retries;
    }

    synchronized String applicationSummary() {
        return messagesByApplication.entrySet().stream()
                .sorted(Map.Entry.<SourceApplicationCode, Integer>comparingByValue()
                        .reversed())
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    private static boolean isHttp(String code) {
        return Character.isDigit(code.charAt(0));
    }
}
