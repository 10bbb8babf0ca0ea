/** Finding a patient: by name, by identifier, or because something has just happened. */
@NullMarked
package org.parcours.query.patients;

import org.jspecify.annotations.NullMarked;
