package io.github.spotbatch;

import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.internal.compile.Names;
import io.github.spotbatch.internal.job.JobService;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobQueue;
import io.github.spotbatch.job.JobState;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A stack as it exists, by the short names of its spec.
 *
 * <p>It holds what was found when it was made; it does not look again. Immutable and thread-safe.
 */
public final class Deployment {

  private final Names names;
  private final List<AwsResource> resources;
  private final JobService jobs;

  Deployment(Names names, List<AwsResource> resources, JobService jobs) {
    this.names = names;
    this.resources = List.copyOf(resources);
    this.jobs = jobs;
  }

  /**
   * The stack's name.
   *
   * @return the name in the spec
   */
  public String stack() {
    return names.stack();
  }

  /**
   * The Region of the stack.
   *
   * @return the Region's id
   */
  public String region() {
    return names.region();
  }

  /**
   * A queue to submit jobs to. Requests may call the stack's job definitions by their short names;
   * they then run the revision of {@link #jobDefinitionArn}. A definition of another origin is
   * given as {@code name:revision} or by its ARN, so that a mistyped short name is refused with the
   * names that there are, before any call.
   *
   * @param name the queue's name in the spec
   * @return the queue
   * @throws SpotBatchException if the stack has no such queue
   */
  public JobQueue queue(String name) {
    return jobs.queue(queueName(name), this::definition);
  }

  /**
   * The jobs of the stack's queues, whoever submitted them: all that AWS still lists, those that
   * have not ended first. A restarted application finds its jobs so. AWS lists jobs that have ended
   * for at least seven days. The children of an array job are not among them, the array is.
   *
   * <p>AWS calls: for each queue and state one ListJobs ({@code batch:ListJobs}) per 1,000 jobs,
   * and one more per 1,000 jobs that are RUNNABLE, which is read twice: a job that moves on or goes
   * back while others are read is found all the same.
   *
   * @param states only jobs that are listed in one of these, in any order; all if none is given
   * @return the jobs, each once; those that have moved on since are among them
   * @throws IllegalArgumentException if {@link JobState#UNKNOWN} is given, which AWS cannot list
   * @throws SpotBatchException if AWS refuses to tell, or cannot be reached
   */
  public List<JobHandle> jobs(JobState... states) {
    Set<JobState> wanted =
        states.length == 0 ? EnumSet.allOf(JobState.class) : EnumSet.copyOf(List.of(states));
    if (states.length > 0 && wanted.contains(JobState.UNKNOWN)) {
      throw new IllegalArgumentException(
          "jobs cannot be listed as UNKNOWN, which stands for states that this version of the"
              + " library does not know: name others, or none for all");
    }
    List<String> queues =
        resources.stream()
            .filter(resource -> resource.kind() == ResourceKind.JOB_QUEUE)
            .map(AwsResource::awsName)
            .distinct()
            .toList();
    return jobs.jobs(queues, wanted);
  }

  /** What AWS calls the definition of a request. */
  private String definition(String given) {
    return given.contains(":") || given.startsWith(stack() + "-") ? given : jobDefinitionArn(given);
  }

  /**
   * What a queue is called on AWS.
   *
   * @param name the queue's name in the spec
   * @return the name on AWS
   * @throws SpotBatchException if the stack has no such queue
   */
  public String queueName(String name) {
    return newest(ResourceKind.JOB_QUEUE, name).awsName();
  }

  /**
   * The newest revision of a job definition.
   *
   * @param name the definition's name in the spec
   * @return its ARN, with the revision
   * @throws SpotBatchException if the stack has no such definition
   */
  public String jobDefinitionArn(String name) {
    return newest(ResourceKind.JOB_DEFINITION, name).id();
  }

  /**
   * What a compute environment is called on AWS: its newest generation.
   *
   * @param name the environment's name in the spec
   * @return the name on AWS
   * @throws SpotBatchException if the stack has no such environment
   */
  public String computeEnvironmentName(String name) {
    return newest(ResourceKind.COMPUTE_ENVIRONMENT, name).awsName();
  }

  /**
   * Where the jobs' output goes unless their definitions say otherwise.
   *
   * @return the name of the stack's log group
   */
  public String logGroup() {
    return names.logGroup();
  }

  /**
   * The stack's name and what it has in Batch.
   *
   * @return for example {@code stack demo in eu-west-1: job queue demo-jobs}
   */
  @Override
  public String toString() {
    String list = resources.stream().map(AwsResource::toString).collect(Collectors.joining(", "));
    return "stack %s in %s: %s".formatted(stack(), region(), list);
  }

  private AwsResource newest(ResourceKind kind, String name) {
    return named(kind, name)
        .orElseThrow(
            () ->
                new SpotBatchException(
                    "Stack %s has no %s %s; it has %s."
                        .formatted(stack(), kind.label(), name, names(kind))));
  }

  private Optional<AwsResource> named(ResourceKind kind, String name) {
    return resources.stream()
        .filter(resource -> resource.kind() == kind && resource.name().equals(name))
        .max(Comparator.comparingInt(Deployment::version));
  }

  private List<String> names(ResourceKind kind) {
    return resources.stream()
        .filter(resource -> resource.kind() == kind)
        .map(AwsResource::name)
        .distinct()
        .toList();
  }

  /** A revision or a generation: the number at the end of the name on AWS, or 0. */
  private static int version(AwsResource resource) {
    String end = resource.awsName().replaceFirst(".*[:-](\\d{1,9})$", "$1");
    return end.matches("\\d{1,9}") ? Integer.parseInt(end) : 0;
  }
}
