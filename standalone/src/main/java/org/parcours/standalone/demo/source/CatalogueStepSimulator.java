package org.parcours.standalone.demo.source;

import java.time.Duration;
import org.parcours.standalone.demo.masterdata.IdentifierGenerator;

/** Simulates the applications that report steps of the catalogue ({@code StepRecorded}). */
public final class CatalogueStepSimulator {

    private final PatientJourneyMessageGenerator journey;

    CatalogueStepSimulator(PatientJourneyMessageGenerator journey) {
        this.journey = journey;
    }

    /** A kind of step: its code in the catalogue, and the application that reports it. */
    public enum CareStepKind {
        CHEMOTHERAPY("chemotherapy", SourceApplicationCode.CHIMIO),
        DIALYSIS("dialysis", SourceApplicationCode.DIALYSE),
        STERILISATION("sterilisation", SourceApplicationCode.STERILISATION),
        PHYSIOTHERAPY("physiotherapy", SourceApplicationCode.KINE),
        DIETETICS("dietetics", SourceApplicationCode.DIETETIQUE),
        TRANSPORT("transport", SourceApplicationCode.BRANCARDAGE),
        NURSING("nursing", SourceApplicationCode.PLAN_DE_SOINS),
        TRIAGE("emergency-triage", SourceApplicationCode.TRI_URGENCES),
        TRANSFUSION("transfusion", SourceApplicationCode.TRANSFUSION),
        PATHOLOGY("pathology", SourceApplicationCode.ANAPATH),
        FUNCTIONAL_EXAM("functional-exam", SourceApplicationCode.EXPLORATIONS),
        SOCIAL_CARE("social-care", SourceApplicationCode.SOCIAL),
        DOCUMENT("document", SourceApplicationCode.PLAN_DE_SOINS);

        private final String code;
        private final SourceApplicationCode application;

        CareStepKind(String code, SourceApplicationCode application) {
            this.code = code;
            this.application = application;
        }
    }

    public record CareStep(CareStepKind kind, String number, String title) {}

    public CareStep plan(CareStepKind kind, String title) {
        CareStep step = new CareStep(kind, journey.nextNumber("S"), title);
        send(step, "PLANNED", "");
        return step;
    }

    public void begin(CareStep step) {
        send(step, "IN_PROGRESS", "");
    }

    public void finish(CareStep step, String remark) {
        send(step, "DONE", remark);
    }

    public void cancel(CareStep step, String reason) {
        send(step, "CANCELLED", reason);
    }

    /**
     * Reports a step once it is done; one in twelve is reported late, as by departments that document in the evening.
     */
    public void reportDone(CareStepKind kind, String title, String remark) {
        if (journey.random().nextInt(12) == 0) {
            journey.delayNextMessage(
                    Duration.ofMinutes(journey.random().nextInt(90, 420)), SimulatedFaultOrChange.LATE);
        }
        send(new CareStep(kind, journey.nextNumber("S"), title), "DONE", remark);
    }

    private void send(CareStep step, String status, String remark) {
        switch (step.kind()) {
            case CHEMOTHERAPY -> CustomHl7AndCloudEventSender.sendChemotherapy(journey, step, status, remark);
            case STERILISATION -> CustomHl7AndCloudEventSender.sendSterilisation(journey, step, status, remark);
            default -> sendFact(step, status, remark);
        }
    }

    private void sendFact(CareStep step, String status, String remark) {
        var details = CloudEventBuilder.jsonObject();
        if (!remark.isEmpty()) {
            details.put("Remarque", remark);
        }
        journey.sendFact(step.kind().application, "StepRecorded", event -> event.with("kind", step.kind().code)
                .with("step", CloudEventBuilder.identifier(IdentifierGenerator.ORDER_OID, step.number()))
                .with("status", status)
                .with("title", step.title())
                .with("details", details));
    }
}
