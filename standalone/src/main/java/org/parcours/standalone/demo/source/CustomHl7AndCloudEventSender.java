package org.parcours.standalone.demo.source;

import static org.parcours.standalone.demo.source.Hl7MessageBuilder.ce;
import static org.parcours.standalone.demo.source.Hl7MessageBuilder.ei;
import static org.parcours.standalone.demo.source.Hl7MessageBuilder.field;

import java.util.Map;
import org.parcours.standalone.demo.masterdata.IdentifierGenerator;
import org.parcours.standalone.demo.source.CatalogueStepSimulator.CareStep;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sends the messages of applications with formats of their own. Each has a definition file in
 * {@code examples/applications}, which the demo loads.
 */
final class CustomHl7AndCloudEventSender {

    private static final Map<String, String> CHEMOTHERAPY_STATUS =
            Map.of("PLANNED", "prescrite", "IN_PROGRESS", "preparee", "DONE", "administree", "CANCELLED", "annulee");
    private static final Map<String, String> STERILISATION_STATUS =
            Map.of("PLANNED", "I", "IN_PROGRESS", "I", "DONE", "F", "CANCELLED", "X");

    private CustomHl7AndCloudEventSender() {}

    /** {@code chemotherapy.yaml}: the status of a course, as JSON. */
    static void sendChemotherapy(PatientJourneyMessageGenerator journey, CareStep step, String status, String remark) {
        SourceApplicationCode application = SourceApplicationCode.CHIMIO;
        journey.send(
                application,
                metadata -> CloudEventBuilder.customEvent(application, "fr.hopital.chimio.cure", metadata, data -> {
                    data.putObject("patient")
                            .put("ipp", journey.person().ipp())
                            .put("statutIdentite", journey.person().ins().isPresent() ? "VALI" : "PROV");
                    journey.stay().ifPresent(stay -> data.put("sejour", stay.number()));
                    ObjectNode course = data.putObject("cure")
                            .put("id", step.number())
                            .put("etat", CHEMOTHERAPY_STATUS.get(status))
                            .put("protocole", step.title())
                            .put("cycle", step.title().replaceAll("\\D+", ""))
                            .put("jour", "J1")
                            .put(
                                    status.equals("DONE") ? "administreeLe" : "prevueLe",
                                    CloudEventBuilder.formatTime(metadata.occurredAt()));
                    if (!remark.isEmpty()) {
                        course.put("remarque", remark);
                    }
                }));
    }

    /** {@code sterilisation.yaml}: a sterilised tray, as a laboratory result. */
    static void sendSterilisation(PatientJourneyMessageGenerator journey, CareStep step, String status, String remark) {
        SourceApplicationCode application = SourceApplicationCode.STERILISATION;
        journey.sendHl7(application, "ORU^R01^ORU_R01", message -> message.patientSegments(journey)
                .segment("ORC", field(1, "RE"), field(9, message.occurredAt()))
                .segment(
                        "OBR",
                        field(1, "1"),
                        field(3, ei(step.number(), application, IdentifierGenerator.ORDER_OID)),
                        field(4, ce("BOITE", step.title(), "L")),
                        field(7, message.occurredAt()),
                        field(22, message.occurredAt()),
                        field(24, "STE"),
                        field(25, STERILISATION_STATUS.get(status)))
                .segment(
                        "OBX",
                        field(1, "1"),
                        field(2, "ST"),
                        field(3, "CYC"),
                        field(5, Hl7MessageBuilder.escape(remark.isEmpty() ? "Prion 134 °C, 18 min" : remark)),
                        field(11, "F"),
                        field(18, "AUTOCLAVE 2")));
    }

    /** {@code pharmacy.yaml}: the robot has prepared a patient's medication tray. */
    static void sendPharmacyTray(PatientJourneyMessageGenerator journey, String number, String title) {
        SourceApplicationCode application = SourceApplicationCode.ROBOT_PHARMACIE;
        journey.sendHl7(application, "ZPH^Z10^ZPH_Z10", message -> message.patientSegments(journey)
                .segment(
                        "ORC",
                        field(1, "SC"),
                        field(3, ei(number, application, IdentifierGenerator.ORDER_OID)),
                        field(5, "CM"),
                        field(9, message.occurredAt()),
                        field(10, "^Automate 1"))
                .segment("RXD", field(1, "1"), field(2, ce("PILULIER", title, "L")), field(13, "Chariot B")));
    }

    /**
     * {@code laboratory.yaml}: the transport of a specimen.
     *
     * @param status HL7 table 0038: IP in transit, CM arrived
     */
    static void sendSpecimenTransport(
            PatientJourneyMessageGenerator journey, String number, String material, String status) {
        journey.sendHl7(SourceApplicationCode.COURSIERS, "ZLB^Z01^ZLB_Z01", message -> message.patientSegments(journey)
                .segment(
                        "ORC",
                        field(1, "SC"),
                        field(5, status),
                        field(9, message.occurredAt()),
                        field(10, "^Pneumatique 3"))
                .segment("SPM", field(1, "1"), field(2, number), field(4, ce("TUBE", material, "L"))));
    }
}
