package org.parcours.standalone.demo.source;

import static org.parcours.standalone.demo.source.Hl7MessageBuilder.ei;
import static org.parcours.standalone.demo.source.Hl7MessageBuilder.field;

import java.util.List;
import java.util.Locale;
import org.parcours.standalone.demo.masterdata.Doctor;
import org.parcours.standalone.demo.masterdata.IdentifierGenerator;

/** Simulates laboratory tests: the order entry, specimen collection, courier and laboratory applications. */
public final class LaboratorySimulator {

    private final PatientJourneyMessageGenerator journey;

    LaboratorySimulator(PatientJourneyMessageGenerator journey) {
        this.journey = journey;
    }

    /** A laboratory order. Its value ranges include pathological values. */
    public enum LaboratoryPanel {
        NFS(
                "58410-2",
                "Numération formule sanguine",
                "Sang total",
                List.of(
                        new Analyte("718-7", "Hémoglobine", "g/dL", 9.5, 15.5, 12.0, 16.0, 1),
                        new Analyte("6690-2", "Leucocytes", "G/L", 3.5, 16.0, 4.0, 10.0, 1),
                        new Analyte("777-3", "Plaquettes", "G/L", 120, 420, 150, 400, 0))),
        CRP("1988-5", "Protéine C réactive", "Sérum", List.of(new Analyte("1988-5", "CRP", "mg/L", 1, 160, 0, 5, 0))),
        IONO(
                "24326-1",
                "Ionogramme sanguin",
                "Plasma",
                List.of(
                        new Analyte("2951-2", "Sodium", "mmol/L", 130, 146, 135, 145, 0),
                        new Analyte("2823-3", "Potassium", "mmol/L", 3.1, 5.8, 3.5, 5.1, 1),
                        new Analyte("14682-9", "Créatinine", "µmol/L", 50, 420, 45, 105, 0))),
        TROPONINE(
                "89579-7",
                "Troponine I hypersensible",
                "Plasma",
                List.of(new Analyte("89579-7", "Troponine I hs", "ng/L", 3, 900, 0, 34, 0))),
        HEMOSTASE(
                "34528-0",
                "Bilan d'hémostase",
                "Plasma citraté",
                List.of(
                        new Analyte("5894-1", "Taux de prothrombine", "%", 55, 110, 70, 120, 0),
                        new Analyte("6301-6", "INR", "", 0.9, 3.2, 0.9, 1.2, 1))),
        GROUPE(
                "882-1",
                "Groupe sanguin ABO et RhD",
                "Sang total",
                List.of(new Analyte("890-4", "Recherche d'agglutinines irrégulières (titre)", "", 0, 0, 0, 0, 0))),
        HBA1C(
                "4548-4",
                "Hémoglobine glyquée",
                "Sang total",
                List.of(new Analyte("4548-4", "HbA1c", "%", 5.2, 11.5, 4.0, 6.0, 1)));

        private final String code;
        private final String label;
        private final String material;
        private final List<Analyte> analytes;

        LaboratoryPanel(String code, String label, String material, List<Analyte> analytes) {
            this.code = code;
            this.label = label;
            this.material = material;
            this.analytes = analytes;
        }

        String examination() {
            return Hl7MessageBuilder.ce(code, label, "LN");
        }
    }

    /** A measured quantity: the range of the generated values, and the reference range. */
    record Analyte(
            String code,
            String label,
            String unit,
            double minimum,
            double maximum,
            double referenceLow,
            double referenceHigh,
            int decimals) {

        String format(double value) {
            return String.format(Locale.ROOT, "%." + decimals + "f", value);
        }

        String abnormalFlag(double value) {
            return value < referenceLow ? "L" : value > referenceHigh ? "H" : "N";
        }
    }

    public record LaboratoryOrder(String placer, String filler, LaboratoryPanel panel, Doctor prescriber) {}

    public LaboratoryOrder order(LaboratoryPanel panel) {
        LaboratoryOrder order =
                new LaboratoryOrder(journey.nextNumber("P"), journey.nextNumber("L"), panel, journey.randomDoctor());
        sendOrder(order, "NW");
        return order;
    }

    public void cancel(LaboratoryOrder order) {
        journey.markNextMessage(SimulatedFaultOrChange.ORDER_CANCELLED);
        sendOrder(order, "CA");
    }

    public void collectSpecimen(LaboratoryOrder order) {
        var orderNumbers = CloudEventBuilder.jsonObject();
        orderNumbers.set("placer", CloudEventBuilder.identifier(IdentifierGenerator.ORDER_OID, order.placer()));
        journey.sendFact(SourceApplicationCode.PRELEVEMENTS, "SpecimenCollected", event -> event.with(
                        "order", orderNumbers)
                .with("specimen", CloudEventBuilder.identifier(IdentifierGenerator.FILLER_OID, "T" + order.filler()))
                .with("material", CloudEventBuilder.jsonObject().put("text", order.panel().material)));
    }

    private void transportSpecimen(LaboratoryOrder order, String status) {
        CustomHl7AndCloudEventSender.sendSpecimenTransport(
                journey, "T" + order.filler(), order.panel().material, status);
    }

    public void sendPreliminaryResult(LaboratoryOrder order) {
        sendResult(order, "P");
    }

    public void sendFinalResult(LaboratoryOrder order) {
        sendResult(order, "F");
    }

    public void sendCorrectedResult(LaboratoryOrder order) {
        journey.markNextMessage(SimulatedFaultOrChange.RESULT_CORRECTED);
        sendResult(order, "C");
    }

    /** Order, specimen collection, transport and final result, with usual delays. */
    public LaboratoryOrder orderToResult(LaboratoryPanel panel) {
        LaboratoryOrder order = order(panel);
        journey.afterMinutes(15);
        collectSpecimen(order);
        journey.afterMinutes(10);
        transportSpecimen(order, "IP");
        journey.afterMinutes(20);
        transportSpecimen(order, "CM");
        journey.afterMinutes(40);
        sendFinalResult(order);
        return order;
    }

    private void sendOrder(LaboratoryOrder order, String control) {
        String placer = ei(order.placer(), SourceApplicationCode.DPI, IdentifierGenerator.ORDER_OID);
        journey.sendHl7(SourceApplicationCode.DPI, "OML^O21^OML_O21", message -> message.patientSegments(journey)
                .orcSegment(control, placer, order.prescriber())
                .segment("TQ1", field(1, "1"), field(9, "R"))
                .segment(
                        "OBR",
                        field(1, "1"),
                        field(2, placer),
                        field(4, order.panel().examination()),
                        field(7, message.occurredAt()),
                        field(16, Hl7MessageBuilder.xcn(order.prescriber())),
                        field(24, "LAB")));
    }

    private void sendResult(LaboratoryOrder order, String status) {
        String placer = ei(order.placer(), SourceApplicationCode.DPI, IdentifierGenerator.ORDER_OID);
        String filler = ei(order.filler(), SourceApplicationCode.LABO, IdentifierGenerator.FILLER_OID);
        journey.sendHl7(SourceApplicationCode.LABO, "ORU^R01^ORU_R01", message -> {
            message.patientSegments(journey)
                    .resultSegments(placer, filler, order.panel().examination(), order.prescriber(), "LAB", status);
            int setId = 1;
            for (Analyte analyte : order.panel().analytes) {
                addObservation(message, setId++, analyte, status);
            }
            return message;
        });
    }

    private void addObservation(Hl7MessageBuilder message, int setId, Analyte analyte, String status) {
        // The flag is derived from the rounded value, which is the one displayed.
        String value = analyte.format(
                analyte.minimum() + journey.random().nextDouble() * (analyte.maximum() - analyte.minimum()));
        message.segment(
                "OBX",
                field(1, Integer.toString(setId)),
                field(2, "NM"),
                field(3, Hl7MessageBuilder.ce(analyte.code(), analyte.label(), "LN")),
                field(5, value),
                field(6, Hl7MessageBuilder.escape(analyte.unit())),
                field(7, analyte.format(analyte.referenceLow()) + "-" + analyte.format(analyte.referenceHigh())),
                field(8, analyte.abnormalFlag(Double.parseDouble(value))),
                field(11, status),
                field(14, message.occurredAt()));
    }
}
