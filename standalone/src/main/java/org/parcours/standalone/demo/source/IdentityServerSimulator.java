package org.parcours.standalone.demo.source;

import static org.parcours.standalone.demo.source.Hl7MessageBuilder.escape;
import static org.parcours.standalone.demo.source.Hl7MessageBuilder.field;

import java.util.function.UnaryOperator;
import org.parcours.standalone.demo.masterdata.IdentifierGenerator;
import org.parcours.standalone.demo.masterdata.Person;

/** Simulates the identity server: registrations, updates and merges. */
public final class IdentityServerSimulator {

    private final PatientJourneyMessageGenerator journey;

    IdentityServerSimulator(PatientJourneyMessageGenerator journey) {
        this.journey = journey;
    }

    public void register() {
        send("ADT^A28^ADT_A05", message -> message.segment("PV1", field(2, "N")));
    }

    /** A31: a changed name or a qualified identity. */
    public void update() {
        send("ADT^A31^ADT_A05", message -> message.segment("PV1", field(2, "N")));
    }

    /** A40: merges the absorbed identity into the present one. */
    public void merge(Person absorbed) {
        journey.markNextMessage(SimulatedFaultOrChange.MERGE);
        send(
                "ADT^A40^ADT_A39",
                message -> message.segment(
                        "MRG",
                        field(1, Hl7MessageBuilder.cx(absorbed.ipp(), "DEMO", IdentifierGenerator.IPP_OID, "PI")),
                        field(7, escape(absorbed.family()) + "^" + escape(absorbed.given()) + "^^^^^D")));
    }

    private void send(String type, UnaryOperator<Hl7MessageBuilder> lastSegment) {
        journey.sendHl7(
                SourceApplicationCode.IDENTITE,
                type,
                message -> lastSegment.apply(
                        message.evnSegment(message.metadata().occurredAt()).pidSegment(journey.person(), "")));
    }
}
