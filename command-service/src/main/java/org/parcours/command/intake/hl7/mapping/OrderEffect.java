package org.parcours.command.intake.hl7.mapping;

/** What an order control (ORC-1) or an order status (ORC-5) does to the order or prescription. */
public enum OrderEffect {
    /** It is ordered, or ordered with other content: the message states its content. */
    ORDERED,
    /** ORC-5 decides; without one, as {@link #ORDERED}. */
    BY_STATUS,
    /** An imaging order is performed; for others the content is current and the status a detail. */
    COMPLETED,
    /** It is cancelled, discontinued or replaced by another one. What was performed stays performed. */
    CANCELLED,
    HELD,
    /** It goes on: released, or the request to stop it was refused. */
    RESUMED,
    /** The code is shown, the order stays as it was. */
    STATUS_ONLY
}
