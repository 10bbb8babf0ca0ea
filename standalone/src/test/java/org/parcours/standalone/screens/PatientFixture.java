package org.parcours.standalone.screens;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.parcours.standalone.acceptance.EmbeddedParcours;

/** Facts about one test patient, in order; {@link #record()} posts them over HTTP. */
final class PatientFixture {

    private static final AtomicInteger LAST_NUMBER = new AtomicInteger(500);

    private final EmbeddedParcours parcours;
    private final String number = Integer.toString(LAST_NUMBER.incrementAndGet());
    private final String family;
    private final List<String> facts = new ArrayList<>();
    private String application = "ESSAI";
    private int messages;

    private PatientFixture(EmbeddedParcours parcours, String family) {
        this.parcours = parcours;
        this.family = family;
    }

    /** A patient with a new number. */
    static PatientFixture of(String family, EmbeddedParcours parcours) {
        return new PatientFixture(parcours, family);
    }

    /** The patient's IPP. */
    String number() {
        return number;
    }

    /** Sets the source application of the next facts. */
    PatientFixture reportedBy(String application) {
        this.application = application;
        return this;
    }

    /** @param fields the fields of the event, as JSON: {@code "kind":"dialysis","status":"DONE",…} */
    PatientFixture fact(String type, Duration ago, String fields) {
        return fact(type, ago, fields, "");
    }

    /** @param envelopeFields the fields of the envelope, as JSON: {@code "entryMode":"BACK_ENTRY"} */
    PatientFixture fact(String type, Duration ago, String fields, String envelopeFields) {
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
                        envelopeFields.isEmpty() ? "" : "," + envelopeFields,
                        fields.replace("{number}", number),
                        application));
        return this;
    }

    PatientFixture step(String kind, String status, Duration ago, String title) {
        return fact("StepRecorded.v1", ago, """
                        "kind":"%s","status":"%s","step":{"system":"ESSAI","value":"%s-%d"},"title":"%s","details":{}""".formatted(kind, status, number, messages + 1, title));
    }

    /** Posts the facts, waits for the views and returns the patient's id. */
    String record() {
        var response =
                parcours.post("/api/facts", "application/cloudevents-batch+json", "[" + String.join(",", facts) + "]");
        if (response.statusCode() != 201 || response.body().contains("\"rejected\"")) {
            throw new AssertionError(response.statusCode() + ": " + response.body());
        }
        facts.clear();
        parcours.awaitViews();
        return parcours.patient("urn:oid:2.999.10.1", number).get("id").asString();
    }

    static String time(Duration ago) {
        return Instant.now().minus(ago).atOffset(ZoneOffset.UTC).toString();
    }
}
