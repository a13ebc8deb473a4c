package io.github.spotbatch.internal.job;

import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.internal.compile.ArchitectureTag;
import io.github.spotbatch.internal.compile.Names;
import io.github.spotbatch.job.JobSubmissionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;

/** Says what is known of a job that was not submitted, or maybe not. */
final class SubmissionFailures {

  private SubmissionFailures() {}

  /** No environment of the queue can run the image. */
  static JobSubmissionException unfit(SubmitJobRequest request, HeldImage image) {
    String has =
        image.environments().stream()
            .map(it -> it.name() + ": " + ArchitectureTag.text(it.architectures()))
            .collect(Collectors.joining(", "));
    String others =
        image.environments().stream()
            .flatMap(it -> it.architectures().stream())
            .collect(Collectors.collectingAndThen(Collectors.toSet(), ArchitectureTag::text));
    String wants = ArchitectureTag.text(image.architectures());
    return new JobSubmissionException(
        ("Job %s for queue %s was not sent: the image of job definition %s is for %s, by its tag %s,"
                + " and no environment of the queue has such instances (%s), so choose a queue for"
                + " %s, or a definition whose image is for %s.")
            .formatted(
                request.jobName(),
                request.jobQueue(),
                request.jobDefinition(),
                wants,
                Names.ARCHITECTURE_TAG,
                has,
                wants,
                others),
        request.jobName(),
        false,
        null);
  }

  /** AWS's answer was no, or the request never left. */
  static JobSubmissionException refused(
      SubmitJobRequest request, Throwable failure, boolean sentBefore) {
    String before =
        sentBefore
            ? " An earlier request for it got no answer and was not listed by the queue."
            : "";
    String what = AwsFailures.notSent(failure) ? "could not be sent" : "was refused";
    return new JobSubmissionException(
        "Job %s for queue %s %s: %s%s"
            .formatted(request.jobName(), request.jobQueue(), what, text(failure), before),
        request.jobName(),
        sentBefore,
        failure);
  }

  /** Neither SubmitJob nor ListJobs told. */
  static JobSubmissionException unknown(
      SubmitJobRequest request, Throwable failure, Throwable lookupFailure) {
    JobSubmissionException exception =
        new JobSubmissionException(
            ("It is not known whether AWS Batch took job %s: SubmitJob got no clear answer (%s), and"
                    + " ListJobs of queue %s did not tell (%s). List the queue for that name before"
                    + " you submit it again.")
                .formatted(
                    request.jobName(), text(failure), request.jobQueue(), text(lookupFailure)),
            request.jobName(),
            true,
            failure);
    exception.addSuppressed(lookupFailure);
    return exception;
  }

  /** SubmitJob never told, and ListJobs said no each time. */
  static JobSubmissionException notListed(SubmitJobRequest request, Throwable failure, int sends) {
    return new JobSubmissionException(
        ("AWS Batch most likely did not take job %s: SubmitJob got no clear answer %d times (%s), and"
                + " queue %s never listed the job. List the queue for that name before you submit it"
                + " again.")
            .formatted(request.jobName(), sends, text(failure), request.jobQueue()),
        request.jobName(),
        true,
        failure);
  }

  /** It was to be stopped before it was sent, or sent again. */
  static JobSubmissionException withdrawn(SubmitJobRequest request, boolean sentBefore) {
    return notSent(request, sentBefore, "its submission was stopped");
  }

  /** Jobs are to end with the JVM, so that none is begun. */
  static JobSubmissionException shuttingDown(SubmitJobRequest request, boolean sentBefore) {
    return notSent(request, sentBefore, "the JVM shuts down, and its jobs with it");
  }

  private static JobSubmissionException notSent(
      SubmitJobRequest request, boolean sentBefore, String why) {
    return new JobSubmissionException(
        "Job %s for queue %s was not sent%s: %s."
            .formatted(
                request.jobName(),
                request.jobQueue(),
                sentBefore ? " again after no answer came" : "",
                why),
        request.jobName(),
        sentBefore,
        null);
  }

  /** The wait for the answer ended. */
  static JobSubmissionException interrupted(
      SubmitJobRequest request, String why, @Nullable Throwable cause) {
    return new JobSubmissionException(
        ("It is not known whether AWS Batch took job %s: %s before its answer came. List queue %s for"
                + " that name before you submit it again.")
            .formatted(request.jobName(), why, request.jobQueue()),
        request.jobName(),
        true,
        cause);
  }

  /** The request does not go with the queue's definitions, or with the user's customizer. */
  static JobSubmissionException notCompiled(
      String awsName, String queue, RuntimeException failure) {
    return new JobSubmissionException(
        "Job %s for queue %s was not sent: %s".formatted(awsName, queue, failure.getMessage()),
        awsName,
        false,
        failure);
  }

  /** What ended one of many submissions, for its user. */
  static SpotBatchException ofMany(SubmitJobRequest request, Throwable failure) {
    return failure instanceof SpotBatchException known
        ? known
        : new JobSubmissionException(
            "Job %s for queue %s was not submitted: %s"
                .formatted(request.jobName(), request.jobQueue(), failure),
            request.jobName(),
            false,
            failure);
  }

  /** Jobs cannot be looked for, so none can be sent. */
  static SpotBatchException notListing(String queue, Throwable failure) {
    return failure instanceof SpotBatchException known
        ? known
        : new SpotBatchException(
            "Queue %s could not be listed, so nothing more was sent: %s"
                .formatted(queue, text(failure)),
            failure);
  }

  private static String text(Throwable failure) {
    boolean fromAws =
        failure instanceof AwsServiceException aws
            && aws.awsErrorDetails() != null
            && aws.awsErrorDetails().errorMessage() != null;
    return fromAws
        ? ((AwsServiceException) failure).awsErrorDetails().errorMessage()
        : String.valueOf(failure.getMessage());
  }
}
