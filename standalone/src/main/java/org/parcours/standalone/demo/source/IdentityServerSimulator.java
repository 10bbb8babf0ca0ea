package org.parcours.standalone.demo.source;

import static org.parcours.standalone.demo.source.Hl7MessageBuilder.field;

import org.parcours.standalone.demo.masterdata.IdentifierGenerator;
import org.parcours.standalone.demo.masterdata.Person;

/** Simulates the identity server: registrations, updates and merges. */
public final class IdentityServerSimulator {

    private final JourneySimulation journey;

    IdentityServerSimulator(JourneySimulation journey) {
        this.journey = journey;
    }

    public void register() {
        send("ADT^A28^ADT_A05");
    }

    /** A31: a changed name or a qualified identity. */
    public void update() {
        send("ADT^A31^ADT_A05");
    }

    /** A40: merges the absorbed identity into the present one. */
    public void merge(Person absorbed) {
        journey.markNextMessage(SimulatedIrregularity.MERGE).send(SourceApplication.IDENTITE, metadata -> startMessage(
                        "ADT^A40^ADT_A39", metadata)
                .segment(
                        "MRG",
                        field(1, Hl7MessageBuilder.cx(absorbed.ipp(), "DEMO", IdentifierGenerator.IPP_OID, "PI")),
                        field(
                                7,
                                Hl7MessageBuilder.escape(absorbed.family()) + "^"
                                        + Hl7MessageBuilder.escape(absorbed.given()) + "^^^^^D"))
                .toBytes());
    }

    private void send(String type) {
        journey.send(SourceApplication.IDENTITE, metadata -> startMessage(type, metadata)
                .segment("PV1", field(2, "N"))
                .toBytes());
    }

    private Hl7MessageBuilder startMessage(String type, MessageMetadata metadata) {
        return Hl7MessageBuilder.of(SourceApplication.IDENTITE, type, metadata)
                .segment(
                        "EVN",
                        field(2, Hl7MessageBuilder.formatTime(metadata.reportedAt())),
                        field(6, Hl7MessageBuilder.formatTime(metadata.occurredAt())))
                .pidSegment(journey.person(), "");
    }
}
