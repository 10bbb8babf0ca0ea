package org.parcours.events;

import java.util.List;
import java.util.Optional;

/** Imaging: ordered, performed, reported. HL7 v2: OMI O23, ORM O01, ORU R01, MDM. */
public sealed interface ImagingEvent extends Event {

    OrderNumbers order();

    @Override
    default List<StepKey> stepKeys() {
        return order().keys();
    }

    /** The examination under the order's number that this event is about; empty: all of them. */
    default Optional<Coding> affectedExamination() {
        return switch (this) {
            case ImagingOrdered e -> Optional.of(e.examination());
            case ImagingOrderCancelled e -> e.examination();
            case ImagingPerformed e -> Optional.of(e.examination());
            case ImagingReported e -> Optional.of(e.examination());
        };
    }

    record ImagingOrdered(
            OrderNumbers order,
            Coding examination,
            Optional<String> priority,
            Optional<PartialDateTime> plannedAt,
            Optional<Practitioner> prescriber)
            implements ImagingEvent {}

    record ImagingOrderCancelled(OrderNumbers order, Optional<Coding> examination, Optional<Coding> reason)
            implements ImagingEvent {}

    /** The images exist. Modality: DICOM (0008,0060), e.g. MR, CT, US. */
    record ImagingPerformed(OrderNumbers order, Coding examination, Optional<String> modality)
            implements ImagingEvent {}

    /** The radiologist's report; a corrected report points at the one it corrects. */
    record ImagingReported(
            OrderNumbers order,
            Coding examination,
            ImagingReportStatus status,
            List<Observation> observations,
            Optional<DocumentRef> document)
            implements ImagingEvent {
        public ImagingReported {
            observations = List.copyOf(observations);
        }

        @Override
        public List<DocumentRef> documents() {
            return Observation.documents(document, observations);
        }
    }
}
