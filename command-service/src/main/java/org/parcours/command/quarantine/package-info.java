/** Stores rejected and unsupported messages: their raw bytes, the rejection and the resubmission (domain rule 1). */
@NullMarked
package org.parcours.command.quarantine;

import org.jspecify.annotations.NullMarked;
