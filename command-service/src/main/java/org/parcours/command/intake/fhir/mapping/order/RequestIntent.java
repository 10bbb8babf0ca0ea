package org.parcours.command.intake.fhir.mapping.order;

import java.util.Set;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.command.intake.fhir.resource.NotTrackedException;
import org.parcours.command.message.RejectionException;

/** Of a ServiceRequest or a MedicationRequest: whether it is an order, or a thought about one (FHIR R4, RequestIntent). */
public final class RequestIntent {

    private static final Set<String> NO_ORDERS = Set.of("proposal", "plan", "option");

    private RequestIntent() {}

    /**
     * @throws NotTrackedException where the request is a proposal, a plan or an option: nobody has ordered it
     * @throws RejectionException where the element is missing, which FHIR requires
     */
    public static void requireOrder(ResourceContext context) {
        String intent = context.requireText("intent");
        if (NO_ORDERS.contains(intent)) {
            throw new NotTrackedException(
                    context.resource().pathOf("intent"), "its intent is " + intent + ": it is not an order");
        }
    }

    /** @throws NotTrackedException where the request is a draft: nobody has ordered it yet (FHIR R4, RequestStatus) */
    static void requireOrdered(ResourceContext context, String status) {
        if (status.equals("draft")) {
            throw new NotTrackedException(
                    context.resource().pathOf("status"), "its status is draft: it is not ordered yet");
        }
    }
}
