package org.parcours.standalone.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parcours.command.documents.FakeDocumentStore;
import org.parcours.command.intake.fhir.FhirMessageParser;
import org.parcours.command.intake.fhir.ReceivedFhirMessage;
import org.parcours.command.intake.fhir.resource.FhirProperties;
import org.parcours.command.message.Fact;
import org.parcours.command.message.Rejection;
import org.parcours.events.Anomaly;
import org.parcours.events.Envelope;
import org.parcours.query.timeline.fold.Stay;
import org.parcours.query.timeline.fold.Timeline;
import org.parcours.query.timeline.fold.TimelineEntry;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** The way of a FHIR resource without its stores: parse, decide, and fold to the timeline of patient A. */
public final class FhirTimelines {

    static final String SUBJECT = "'subject': {'identifier': {'system': 'urn:ipp', 'value': 'A'}}";

    private final StatePipeline pipeline = new StatePipeline();
    private final FhirMessageParser parser = new FhirMessageParser(
            new Binder(new MapConfigurationPropertySource(Map.of()))
                    .bindOrCreate("parcours.fhir", FhirProperties.class),
            new FakeDocumentStore(),
            Clock.fixed(StatePipeline.RECEIVED_AT, ZoneOffset.UTC));

    /** @param resource with single quotes instead of double quotes; SUBJECT for the element of the subject */
    public List<Envelope> send(String resource) {
        return send("EHR", resource);
    }

    List<Envelope> send(String application, String resource) {
        String json = resource.replace("SUBJECT", SUBJECT).replace('\'', '"');
        ReceivedFhirMessage message =
                parser.receive(json.getBytes(StandardCharsets.UTF_8), Optional.of(application), Optional.empty());
        assertThat(message.parse()).isNotInstanceOf(Rejection.class);
        var parsed = message.result().orElseThrow();
        assertThat(parsed.rejections()).isEmpty();
        return pipeline.record(application, "fhir", parsed.facts().toArray(Fact[]::new));
    }

    void sendTwice(String resource) {
        send(resource);
        assertThat(send(resource)).as("again %s", resource).isEmpty();
    }

    /** Of a transaction with these resources, each created by its type and id. */
    static String transaction(String... resources) {
        StringBuilder entries = new StringBuilder();
        for (String resource : resources) {
            String type = resource.replaceAll("(?s)^.*?'resourceType': ?'(\\w+)'.*$", "$1");
            String id = resource.replaceAll("(?s)^.*?'id': ?'([\\w-]+)'.*$", "$1");
            entries.append(entries.isEmpty() ? "" : ", ")
                    .append("{'resource': %s, 'request': {'method': 'PUT', 'url': '%s/%s'}}"
                            .formatted(resource, type, id));
        }
        return "{'resourceType': 'Bundle', 'type': 'transaction', 'entry': [" + entries + "]}";
    }

    public Timeline timeline() {
        return pipeline.timeline("A");
    }

    Stay stay() {
        assertThat(timeline().stays()).hasSize(1);
        return timeline().stays().getFirst();
    }

    List<TimelineEntry> entries(String kind) {
        return timeline().entries().stream()
                .filter(entry -> entry.kind().equals(kind))
                .toList();
    }

    TimelineEntry only(String kind) {
        List<TimelineEntry> entries = entries(kind);
        assertThat(entries).as("%s of %s", kind, timeline().entries()).hasSize(1);
        return entries.getFirst();
    }

    List<Anomaly.Code> anomalies() {
        return timeline().anomalies().stream()
                .map(anomaly -> anomaly.anomaly().code())
                .toList();
    }
}
