package io.github.spotbatch.testing.internal.fault;

import io.github.spotbatch.testing.internal.wire.AwsService;

/** One service as one account and Region see it. */
record CallSite(AwsService service, String account, String region) {

  /** The full name of an operation, such as {@code batch:SubmitJob}. */
  String name(String operation) {
    return service.signingName() + ":" + operation;
  }
}
