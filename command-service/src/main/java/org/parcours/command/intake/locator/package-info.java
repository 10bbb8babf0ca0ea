/**
 * Locates the field of a rejection in the message's text: {@code PID-3}, {@code data.occurredAt}, {@code
 * Bundle.entry[2].resource.status}. Used to highlight the field for a person; never fails, whatever the text. Depends
 * only on the notation of fields in rejections, not on the meaning of a message.
 */
@NullMarked
package org.parcours.command.intake.locator;

import org.jspecify.annotations.NullMarked;
