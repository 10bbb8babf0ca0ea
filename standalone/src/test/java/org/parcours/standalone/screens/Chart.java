package org.parcours.standalone.screens;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.parcours.standalone.acceptance.WholeHospital;

/** What is told of one patient, over HTTP, in order; nothing is recorded before {@link #told()}. */
final class Chart {

    private static final AtomicInteger LAST = new AtomicInteger(500);

    private final WholeHospital hospital;
    private final String number = Integer.toString(LAST.incrementAndGet());
    private final String family;
    private final List<String> facts = new ArrayList<>();
    private String application = "ESSAI";
    private int messages;

    private Chart(WholeHospital hospital, String family) {
        this.hospital = hospital;
        this.family = family;
    }

    /** Of a patient whom nobody knows yet. */
    static Chart of(String family, WholeHospital hospital) {
        return new Chart(hospital, family);
    }

    /** The hospital's own number of the patient. */
    String number() {
        return number;
    }

    /** Who tells what comes next. */
    Chart from(String other) {
        application = other;
        return this;
    }

    /** @param fields the event's own, as JSON: {@code "kind":"dialysis","status":"DONE",…} */
    Chart fact(String type, Duration ago, String fields) {
        return fact(type, ago, fields, "");
    }

    /** @param reporting of the report and not of the event: {@code "entryMode":"BACK_ENTRY"} */
    Chart fact(String type, Duration ago, String fields, String reporting) {
        facts.add("""
                {"specversion":"1.0","id":"%1$s-%2$d","source":"%8$s","type":"org.parcours.%3$s",
                 "data":{"patient":{"identifiers":[{"system":"urn:oid:2.999.10.1","value":"%1$s","type":"PI"}],
                         "name":{"family":"%4$s","given":"Odile"},"birthDate":"1950-02-03","sex":"F"},
                 "occurredAt":"%5$s"%6$s,%7$s}}""".formatted(
                        number,
                        ++messages,
                        type,
                        family,
                        time(ago),
                        reporting.isEmpty() ? "" : "," + reporting,
                        fields.replace("{number}", number),
                        application));
        return this;
    }

    Chart step(String kind, String status, Duration ago, String title) {
        return fact("StepRecorded.v1", ago, """
                        "kind":"%s","status":"%s","step":{"system":"ESSAI","value":"%s-%d"},"title":"%s","details":{}""".formatted(kind, status, number, messages + 1, title));
    }

    /** @return the patient's id, once the screens show what was told */
    String told() {
        var answer =
                hospital.post("/api/facts", "application/cloudevents-batch+json", "[" + String.join(",", facts) + "]");
        if (answer.statusCode() != 201 || answer.body().contains("\"refused\"")) {
            throw new AssertionError(answer.statusCode() + ": " + answer.body());
        }
        facts.clear();
        hospital.settled();
        return hospital.patient("urn:oid:2.999.10.1", number).get("id").asString();
    }

    static String time(Duration ago) {
        return Instant.now().minus(ago).atOffset(ZoneOffset.UTC).toString();
    }
}
