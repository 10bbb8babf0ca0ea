package org.parcours.standalone.demo.source;

import static org.parcours.standalone.demo.source.Hl7MessageBuilder.ce;
import static org.parcours.standalone.demo.source.Hl7MessageBuilder.ei;
import static org.parcours.standalone.demo.source.Hl7MessageBuilder.field;

import org.parcours.standalone.demo.masterdata.Doctor;
import org.parcours.standalone.demo.masterdata.IdentifierGenerator;

/** Simulates imaging: orders from the patient record, images from the PACS, reports from the RIS. */
public final class ImagingSimulator {

    private final PatientJourneyMessageGenerator journey;

    ImagingSimulator(PatientJourneyMessageGenerator journey) {
        this.journey = journey;
    }

    public record ImagingOrder(
            String placer, String filler, String code, String label, String modality, Doctor prescriber) {}

    /** @param modality DICOM (0008,0060): CT, MR, US, DX, XA, … */
    public ImagingOrder order(String code, String label, String modality) {
        ImagingOrder order = new ImagingOrder(
                journey.nextNumber("P"), journey.nextNumber("X"), code, label, modality, journey.randomDoctor());
        sendOrder(order, "NW");
        return order;
    }

    public void cancel(ImagingOrder order) {
        journey.markNextMessage(SimulatedFaultOrChange.ORDER_CANCELLED);
        sendOrder(order, "CA");
    }

    public void perform(ImagingOrder order) {
        var orderNumbers = CloudEventBuilder.jsonObject();
        orderNumbers.set("placer", CloudEventBuilder.identifier(IdentifierGenerator.ORDER_OID, order.placer()));
        orderNumbers.set("filler", CloudEventBuilder.identifier(IdentifierGenerator.FILLER_OID, order.filler()));
        journey.sendFact(SourceApplicationCode.PACS, "ImagingPerformed", event -> event.with("order", orderNumbers)
                .with("examination", CloudEventBuilder.coding(order.code(), order.label()))
                .with("modality", order.modality()));
    }

    public void report(ImagingOrder order, String conclusion) {
        String placer = ei(order.placer(), SourceApplicationCode.DPI, IdentifierGenerator.ORDER_OID);
        String filler = ei(order.filler(), SourceApplicationCode.RIS, IdentifierGenerator.FILLER_OID);
        String examination = ce(order.code(), order.label(), "L");
        journey.sendHl7(SourceApplicationCode.RIS, "ORU^R01^ORU_R01", message -> message.patientSegments(journey)
                .resultSegments(placer, filler, examination, order.prescriber(), "RAD", "F")
                .segment(
                        "OBX",
                        field(1, "1"),
                        field(2, "TX"),
                        field(3, ce("18782-3", "Compte rendu d'imagerie", "LN")),
                        field(5, Hl7MessageBuilder.escape(conclusion)),
                        field(11, "F"),
                        field(14, message.occurredAt())));
    }

    public void orderToReport(String code, String label, String modality, String conclusion) {
        ImagingOrder order = order(code, label, modality);
        journey.afterMinutes(40);
        perform(order);
        journey.afterMinutes(35);
        report(order, conclusion);
    }

    private void sendOrder(ImagingOrder order, String control) {
        String placer = ei(order.placer(), SourceApplicationCode.DPI, IdentifierGenerator.ORDER_OID);
        journey.sendHl7(SourceApplicationCode.DPI, "ORM^O01^ORM_O01", message -> message.patientSegments(journey)
                .orcSegment(control, placer, order.prescriber())
                .segment(
                        "OBR",
                        field(1, "1"),
                        field(2, placer),
                        field(4, ce(order.code(), order.label(), "L")),
                        field(16, Hl7MessageBuilder.xcn(order.prescriber())),
                        field(24, "RAD")));
    }
}
