/** The master data of the demo hospital: persons, units and identifiers, generated from a seed. No person is real. */
@NullMarked
package org.parcours.standalone.demo.masterdata;

import org.jspecify.annotations.NullMarked;
