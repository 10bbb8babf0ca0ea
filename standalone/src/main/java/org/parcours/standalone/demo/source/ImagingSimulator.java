package org.parcours.standalone.demo.source;

import static org.parcours.standalone.demo.source.Hl7MessageBuilder.field;

import org.parcours.standalone.demo.masterdata.Doctor;
import org.parcours.standalone.demo.masterdata.IdentifierGenerator;

/** Simulates imaging: orders from the patient record, images from the PACS, reports from the RIS. */
public final class ImagingSimulator {

    private final JourneySimulation journey;

    ImagingSimulator(JourneySimulation journey) {
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
        journey.markNextMessage(SimulatedIrregularity.ORDER_CANCELLED);
        sendOrder(order, "CA");
    }

    public void perform(ImagingOrder order) {
        journey.send(SourceApplication.PACS, metadata -> {
            var orderNumbers = CloudEventBuilder.jsonObject();
            orderNumbers.set("placer", CloudEventBuilder.identifier(IdentifierGenerator.ORDER_OID, order.placer()));
            orderNumbers.set("filler", CloudEventBuilder.identifier(IdentifierGenerator.FILLER_OID, order.filler()));
            return CloudEventBuilder.of(
                            SourceApplication.PACS, "ImagingPerformed", metadata, journey.person(), journey.stay())
                    .with("order", orderNumbers)
                    .with("examination", CloudEventBuilder.coding(order.code(), order.label()))
                    .with("modality", order.modality())
                    .toBytes();
        });
    }

    public void report(ImagingOrder order, String conclusion) {
        String placer = Hl7MessageBuilder.ei(order.placer(), SourceApplication.DPI, IdentifierGenerator.ORDER_OID);
        String filler = Hl7MessageBuilder.ei(order.filler(), SourceApplication.RIS, IdentifierGenerator.FILLER_OID);
        journey.send(SourceApplication.RIS, metadata -> Hl7MessageBuilder.of(
                        SourceApplication.RIS, "ORU^R01^ORU_R01", metadata)
                .pidSegment(journey.person(), "")
                .segment("PV1", Pv1SegmentFactory.fields(journey.stay()))
                .segment(
                        "ORC",
                        field(1, "RE"),
                        field(2, placer),
                        field(3, filler),
                        field(9, Hl7MessageBuilder.formatTime(metadata.occurredAt())))
                .segment(
                        "OBR",
                        field(1, "1"),
                        field(2, placer),
                        field(3, filler),
                        field(4, Hl7MessageBuilder.ce(order.code(), order.label(), "L")),
                        field(7, Hl7MessageBuilder.formatTime(metadata.occurredAt())),
                        field(16, Hl7MessageBuilder.xcn(order.prescriber())),
                        field(22, Hl7MessageBuilder.formatTime(metadata.occurredAt())),
                        field(24, "RAD"),
                        field(25, "F"))
                .segment(
                        "OBX",
                        field(1, "1"),
                        field(2, "TX"),
                        field(3, Hl7MessageBuilder.ce("18782-3", "Compte rendu d'imagerie", "LN")),
                        field(5, Hl7MessageBuilder.escape(conclusion)),
                        field(11, "F"),
                        field(14, Hl7MessageBuilder.formatTime(metadata.occurredAt())))
                .toBytes());
    }

    public void orderToReport(String code, String label, String modality, String conclusion) {
        ImagingOrder order = order(code, label, modality);
        journey.afterMinutes(40);
        perform(order);
        journey.afterMinutes(35);
        report(order, conclusion);
    }

    private void sendOrder(ImagingOrder order, String control) {
        String placer = Hl7MessageBuilder.ei(order.placer(), SourceApplication.DPI, IdentifierGenerator.ORDER_OID);
        journey.send(SourceApplication.DPI, metadata -> Hl7MessageBuilder.of(
                        SourceApplication.DPI, "ORM^O01^ORM_O01", metadata)
                .pidSegment(journey.person(), "")
                .segment("PV1", Pv1SegmentFactory.fields(journey.stay()))
                .segment(
                        "ORC",
                        field(1, control),
                        field(2, placer),
                        field(9, Hl7MessageBuilder.formatTime(metadata.occurredAt())),
                        field(12, Hl7MessageBuilder.xcn(order.prescriber())))
                .segment(
                        "OBR",
                        field(1, "1"),
                        field(2, placer),
                        field(4, Hl7MessageBuilder.ce(order.code(), order.label(), "L")),
                        field(16, Hl7MessageBuilder.xcn(order.prescriber())),
                        field(24, "RAD"))
                .toBytes());
    }
}
