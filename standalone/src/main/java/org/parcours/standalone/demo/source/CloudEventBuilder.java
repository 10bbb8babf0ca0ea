package org.parcours.standalone.demo.source;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.function.Consumer;
import org.parcours.standalone.demo.masterdata.Doctor;
import org.parcours.standalone.demo.masterdata.IdentifierGenerator;
import org.parcours.standalone.demo.masterdata.Person;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Builds one CloudEvent whose {@code data} is a fact. */
final class CloudEventBuilder {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final MessageMetadata metadata;
    private final ObjectNode event = JSON.createObjectNode();
    private final ObjectNode data;

    private CloudEventBuilder(SourceApplicationCode application, String type, MessageMetadata metadata) {
        this.metadata = metadata;
        event.put("specversion", "1.0");
        event.put("id", metadata.messageId());
        event.put("source", application.name());
        event.put("type", type);
        event.put("time", formatTime(metadata.reportedAt()));
        event.put("datacontenttype", "application/json");
        data = event.putObject("data");
    }

    /** A fact about the patient and the stay of the journey. */
    static CloudEventBuilder of(
            SourceApplicationCode application,
            String type,
            MessageMetadata metadata,
            PatientJourneyMessageGenerator journey) {
        CloudEventBuilder builder = new CloudEventBuilder(application, "org.parcours." + type + ".v1", metadata);
        ObjectNode data = builder.data;
        Person person = journey.person();
        ObjectNode patient = data.putObject("patient");
        // Departmental applications have the IPP and the traits on the bracelet; the identity server has the rest.
        patient.putArray("identifiers")
                .add(identifier(IdentifierGenerator.IPP_OID, person.ipp()).put("type", "PI"));
        patient.putObject("name").put("family", person.family()).put("given", person.given());
        patient.put("birthDate", person.birthDate().toString());
        patient.put("sex", person.sex().name());
        journey.stay().ifPresent(stay -> data.putObject("visit")
                .set("number", identifier(IdentifierGenerator.VISIT_OID, stay.number())));
        data.put("occurredAt", formatTime(metadata.occurredAt()));
        return builder.withEntryMode();
    }

    /** A CloudEvent of a custom type, which an application definition maps. */
    static byte[] customEvent(
            SourceApplicationCode application, String type, MessageMetadata metadata, Consumer<ObjectNode> dataWriter) {
        CloudEventBuilder builder = new CloudEventBuilder(application, type, metadata);
        dataWriter.accept(builder.data);
        return builder.withEntryMode().toBytes();
    }

    private CloudEventBuilder withEntryMode() {
        return metadata.isMigration() ? with("entryMode", "MIGRATION") : this;
    }

    CloudEventBuilder with(String field, String value) {
        data.put(field, value);
        return this;
    }

    CloudEventBuilder with(String field, ObjectNode value) {
        data.set(field, value);
        return this;
    }

    byte[] toBytes() {
        return JSON.writeValueAsBytes(event);
    }

    static ObjectNode jsonObject() {
        return JSON.createObjectNode();
    }

    static ObjectNode identifier(String oid, String value) {
        return jsonObject().put("system", "urn:oid:" + oid).put("value", value);
    }

    static ObjectNode coding(String code, String text) {
        return jsonObject().put("code", code).put("text", text);
    }

    static ObjectNode practitioner(Doctor doctor) {
        ObjectNode practitioner = jsonObject();
        practitioner.set("identifier", identifier(IdentifierGenerator.DOCTOR_OID, doctor.number()));
        practitioner.putObject("name").put("family", doctor.family()).put("given", doctor.given());
        return practitioner;
    }

    static String formatTime(Instant instant) {
        // RFC 3339 requires the seconds, also where they are zero.
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(instant.atZone(Hl7MessageBuilder.ZONE));
    }
}
