/**
 * The pipeline that every message takes, whichever feed delivers it: parse, decide, append, outcome, quarantine. The feeds
 * ({@code feeds}) are thin edges of it: they parse a message's frame, and answer its {@link
 * org.parcours.command.processing.Outcome}.
 *
 * <p>Depends on {@code message}, {@code quarantine} and {@code store}; on no format and no rule of the journey, which
 * stand behind {@link org.parcours.command.message.ReceivedMessage} and {@link
 * org.parcours.command.processing.ParsedMessageRecorder}.
 */
@NullMarked
package org.parcours.command.processing;

import org.jspecify.annotations.NullMarked;
