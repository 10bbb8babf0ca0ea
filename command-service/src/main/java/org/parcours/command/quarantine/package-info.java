/** What could not be understood: its raw bytes, why, and what became of it (domain rule 1). */
@NullMarked
package org.parcours.command.quarantine;

import org.jspecify.annotations.NullMarked;
