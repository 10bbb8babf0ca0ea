/** Patient search by name or identifier, and the list of recent activity. */
@NullMarked
package org.parcours.query.patients;

import org.jspecify.annotations.NullMarked;
