/** EC2 of the fake world: the network, instances with a life, types and Spot prices. */
@NullMarked
package io.github.spotbatch.testing.internal.ec2;

import org.jspecify.annotations.NullMarked;
