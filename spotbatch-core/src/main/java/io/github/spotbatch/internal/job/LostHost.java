package io.github.spotbatch.internal.job;

import io.github.spotbatch.job.JobHost;

/**
 * A host that was lost, as EC2 remembers it.
 *
 * @param takenBySpot whether EC2 says that it took back a Spot instance
 */
record LostHost(JobHost host, boolean takenBySpot) {}
