/** The fake ec2. */
@NullMarked
package io.github.spotbatch.testing.internal.ec2;

import org.jspecify.annotations.NullMarked;
