package org.parcours.standalone.demo.source;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Consumer;
import org.parcours.standalone.demo.world.Doctor;
import org.parcours.standalone.demo.world.Numbers;
import org.parcours.standalone.demo.world.Person;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes one REST fact: a CloudEvent whose {@code data} is what happened. */
final class Fact {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final ObjectNode event = JSON.createObjectNode();
    private final ObjectNode data;

    private Fact(SourceApplication from, String type, Telling telling) {
        this(from, telling, "org.parcours." + type + ".v1");
    }

    private Fact(SourceApplication from, Telling telling, String type) {
        event.put("specversion", "1.0");
        event.put("id", telling.messageId());
        event.put("source", from.name());
        event.put("type", type);
        event.put("time", time(telling.toldAt()));
        event.put("datacontenttype", "application/json");
        data = event.putObject("data");
    }

    static Fact of(SourceApplication from, String type, Telling telling, Person person, Optional<Stay> stay) {
        Fact fact = new Fact(from, type, telling);
        ObjectNode patient = fact.data.putObject("patient");
        // Departmental applications know the IPP and the traits on the bracelet; the identity server knows the rest.
        patient.putArray("identifiers")
                .addObject()
                .put("system", urn(Numbers.IPP))
                .put("value", person.ipp())
                .put("type", "PI");
        patient.putObject("name").put("family", person.family()).put("given", person.given());
        patient.put("birthDate", person.birthDate().toString());
        patient.put("sex", person.sex().name());
        stay.ifPresent(visit -> fact.data.putObject("visit").set("number", identifier(Numbers.VISIT, visit.number())));
        fact.data.put("occurredAt", time(telling.occurredAt()));
        if (telling.oldRecord()) {
            fact.data.put("entryMode", "MIGRATION");
        }
        return fact;
    }

    /** A CloudEvent whose {@code data} Parcours does not know by itself. */
    static byte[] inOwnWords(SourceApplication from, String type, Telling telling, Consumer<ObjectNode> words) {
        Fact fact = new Fact(from, telling, type);
        words.accept(fact.data);
        if (telling.oldRecord()) {
            fact.data.put("entryMode", "MIGRATION");
        }
        return fact.bytes();
    }

    Fact with(String field, String value) {
        data.put(field, value);
        return this;
    }

    Fact with(String field, ObjectNode value) {
        data.set(field, value);
        return this;
    }

    byte[] bytes() {
        return JSON.writeValueAsBytes(event);
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static ObjectNode identifier(String oid, String value) {
        return object().put("system", urn(oid)).put("value", value);
    }

    static ObjectNode coding(String code, String text) {
        return object().put("code", code).put("text", text);
    }

    static ObjectNode practitioner(Doctor doctor) {
        ObjectNode practitioner = object();
        practitioner.set("identifier", identifier(Numbers.DOCTOR, doctor.number()));
        practitioner.putObject("name").put("family", doctor.family()).put("given", doctor.given());
        return practitioner;
    }

    private static String urn(String oid) {
        return "urn:oid:" + oid;
    }

    static String time(Instant instant) {
        // RFC 3339 wants the seconds, also where they are zero.
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(instant.atZone(Hl7.ZONE));
    }
}
