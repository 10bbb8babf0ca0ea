package org.parcours.standalone.demo.source;

import static org.parcours.standalone.demo.source.Hl7MessageBuilder.field;

import java.util.Map;
import org.parcours.standalone.demo.masterdata.IdentifierGenerator;
import tools.jackson.databind.node.ObjectNode;

/**
 * Creates the messages of applications with formats of their own. Each has a definition file in
 * {@code examples/applications}, which the demo loads.
 */
final class CustomFormatMessageFactory {

    private static final Map<String, String> CHEMOTHERAPY_STATUS =
            Map.of("PLANNED", "prescrite", "IN_PROGRESS", "preparee", "DONE", "administree", "CANCELLED", "annulee");
    private static final Map<String, String> STERILISATION_STATUS =
            Map.of("PLANNED", "I", "IN_PROGRESS", "I", "DONE", "F", "CANCELLED", "X");

    private CustomFormatMessageFactory() {}

    /** {@code chemotherapy.yaml}: the status of a course, as JSON. */
    static byte[] chemotherapy(
            JourneySimulation journey,
            MessageMetadata metadata,
            CareStepSimulator.CareStep step,
            String status,
            String remark) {
        return CloudEventBuilder.customEvent(SourceApplication.CHIMIO, "fr.hopital.chimio.cure", metadata, data -> {
            data.putObject("patient")
                    .put("ipp", journey.person().ipp())
                    .put("statutIdentite", journey.person().ins().isPresent() ? "VALI" : "PROV");
            journey.stay().ifPresent(stay -> data.put("sejour", stay.number()));
            ObjectNode course = data.putObject("cure")
                    .put("id", step.number())
                    .put("etat", CHEMOTHERAPY_STATUS.get(status))
                    .put("protocole", step.title())
                    .put("cycle", step.title().replaceAll("\\D+", ""))
                    .put("jour", "J1");
            course.put(
                    status.equals("DONE") ? "administreeLe" : "prevueLe",
                    CloudEventBuilder.formatTime(metadata.occurredAt()));
            if (!remark.isEmpty()) {
                course.put("remarque", remark);
            }
        });
    }

    /** {@code sterilisation.yaml}: a sterilised tray, as a laboratory result. */
    static byte[] sterilisation(
            JourneySimulation journey,
            MessageMetadata metadata,
            CareStepSimulator.CareStep step,
            String status,
            String remark) {
        return Hl7MessageBuilder.of(SourceApplication.STERILISATION, "ORU^R01^ORU_R01", metadata)
                .pidSegment(journey.person(), "")
                .segment("PV1", Pv1SegmentFactory.fields(journey.stay()))
                .segment("ORC", field(1, "RE"), field(9, Hl7MessageBuilder.formatTime(metadata.occurredAt())))
                .segment(
                        "OBR",
                        field(1, "1"),
                        field(
                                3,
                                Hl7MessageBuilder.ei(
                                        step.number(), SourceApplication.STERILISATION, IdentifierGenerator.ORDER_OID)),
                        field(4, Hl7MessageBuilder.ce("BOITE", step.title(), "L")),
                        field(7, Hl7MessageBuilder.formatTime(metadata.occurredAt())),
                        field(22, Hl7MessageBuilder.formatTime(metadata.occurredAt())),
                        field(24, "STE"),
                        field(25, STERILISATION_STATUS.get(status)))
                .segment(
                        "OBX",
                        field(1, "1"),
                        field(2, "ST"),
                        field(3, "CYC"),
                        field(5, Hl7MessageBuilder.escape(remark.isEmpty() ? "Prion 134 °C, 18 min" : remark)),
                        field(11, "F"),
                        field(18, "AUTOCLAVE 2"))
                .toBytes();
    }

    /** {@code pharmacy.yaml}: the robot has prepared a patient's medication tray. */
    static byte[] pharmacyTray(JourneySimulation journey, MessageMetadata metadata, String number, String title) {
        return Hl7MessageBuilder.of(SourceApplication.ROBOT_PHARMACIE, "ZPH^Z10^ZPH_Z10", metadata)
                .pidSegment(journey.person(), "")
                .segment("PV1", Pv1SegmentFactory.fields(journey.stay()))
                .segment(
                        "ORC",
                        field(1, "SC"),
                        field(
                                3,
                                Hl7MessageBuilder.ei(
                                        number, SourceApplication.ROBOT_PHARMACIE, IdentifierGenerator.ORDER_OID)),
                        field(5, "CM"),
                        field(9, Hl7MessageBuilder.formatTime(metadata.occurredAt())),
                        field(10, "^Automate 1"))
                .segment(
                        "RXD",
                        field(1, "1"),
                        field(2, Hl7MessageBuilder.ce("PILULIER", title, "L")),
                        field(13, "Chariot B"))
                .toBytes();
    }

    /** {@code laboratory.yaml}: the transport of a specimen. */
    static byte[] specimenTransport(
            JourneySimulation journey, MessageMetadata metadata, String number, String material, String status) {
        return Hl7MessageBuilder.of(SourceApplication.COURSIERS, "ZLB^Z01^ZLB_Z01", metadata)
                .pidSegment(journey.person(), "")
                .segment("PV1", Pv1SegmentFactory.fields(journey.stay()))
                .segment(
                        "ORC",
                        field(1, "SC"),
                        field(5, status),
                        field(9, Hl7MessageBuilder.formatTime(metadata.occurredAt())),
                        field(10, "^Pneumatique 3"))
                .segment("SPM", field(1, "1"), field(2, number), field(4, Hl7MessageBuilder.ce("TUBE", material, "L")))
                .toBytes();
    }
}
