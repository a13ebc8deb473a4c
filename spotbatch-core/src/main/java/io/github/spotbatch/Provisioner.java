package io.github.spotbatch;

import io.github.spotbatch.exception.ProvisioningException;
import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.internal.job.JobService;
import io.github.spotbatch.internal.provision.ProvisioningService;
import io.github.spotbatch.spec.InvalidSpecException;
import io.github.spotbatch.spec.StackSpec;
import java.util.List;
import java.util.Set;

/**
 * Makes stacks and removes them.
 *
 * <p>All that belongs to a stack carries the tags {@code spotbatch:stack}, {@code spotbatch:name}
 * and {@code spotbatch:region}; what does not carry them is never changed or deleted, unless it is
 * {@linkplain #plan(StackSpec, Adoption...) adopted} by name. There is no state but that of AWS.
 * Every method waits on the calling thread; an interrupt ends the wait, lets no further request be
 * sent, and keeps the thread's interrupt flag. Thread-safe.
 */
public final class Provisioner {

  private final ProvisioningService service;
  private final JobService jobs;

  Provisioner(ProvisioningService service, JobService jobs) {
    this.service = service;
    this.jobs = jobs;
  }

  /**
   * Finds out what has to be done so that a stack is as its spec says. Only reads.
   *
   * <p>What is absent would be made, what is there and as the spec says would be kept, and a job
   * definition that says something else would get a new revision. So a stack that an apply left
   * half made is completed, and a changed program costs one image and one revision.
   *
   * <p>What differs would be changed in the gentlest way that AWS offers; {@link UpdateClass} tells
   * what that does to what runs. Roles keep their names, and are given what they may do before
   * anything is taken from them. A compute environment that AWS cannot change in place would get a
   * successor, to which its queues move before it goes; so would one that is INVALID for another
   * reason than a role that IAM has not shown yet. What the stack owns and the spec no longer has
   * would be deleted, after all else is done. Where instances would go, the plan names the jobs
   * that have started on them, and says how long they have to end: as long as the stack's
   * {@linkplain StackSpec#updatePolicy() update policy} gives them, or half an hour.
   *
   * <p>What cannot be done is {@linkplain ProvisioningPlan#refused() refused} in the plan, with the
   * fields that differ and the reason: a field that AWS cannot change of something whose name is
   * fixed, the removal of a queue with unfinished jobs, and a name that is in use for something
   * else, unless that is {@linkplain #plan(StackSpec, Adoption...) adopted}. Such a plan can be
   * looked at, and is not applied.
   *
   * <p>Tags that others have put on the stack's resources, and how many vCPUs Batch wants of an
   * environment at the moment, are not compared. Of the rules of the stack's security group, those
   * that let something in would be revoked, and the one that lets everything out restored; others
   * that let something out are not compared.
   *
   * @param stack what is wanted
   * @return the plan, which can be printed and applied
   * @throws ProvisioningException if the stack does not fit the account, or AWS refuses to be read
   * @throws SpotBatchException if AWS cannot be reached, or there are no credentials or no Region
   */
  public ProvisioningPlan plan(StackSpec stack) {
    return new ProvisioningPlan(service.plan(stack, Set.of()));
  }

  /**
   * Finds out what has to be done so that a stack is as its spec says, as {@link #plan(StackSpec)}
   * does, and takes over what is named: something that others have made under a name that the stack
   * needs, such as a queue made by hand. Only reads.
   *
   * <p>Of what is taken over the plan shows the tags that it would get, and the fields that would
   * change; from its apply on it is the stack's own, and goes with it. The tags come first, so that
   * an apply that fails afterwards is completed by the next. Of a job definition the newest
   * revision is taken over, and gets a successor if it says something else. A compute environment
   * that AWS cannot change as the spec wants it only gets its tags; the next plan replaces it.
   *
   * <p>What has the tags of another stack is never taken over. What is the stack's own already is
   * planned as ever, so an adoption may stay in a program. Where there is nothing to take over, the
   * plan refuses the resource rather than make it.
   *
   * @param stack what is wanted
   * @param adoptions what is to be taken over; all else of others is left alone
   * @return the plan, which can be printed and applied
   * @throws InvalidSpecException if the stack has no resource of such a kind and name
   * @throws ProvisioningException if the stack does not fit the account, or AWS refuses to be read
   * @throws SpotBatchException if AWS cannot be reached, or there are no credentials or no Region
   */
  public ProvisioningPlan plan(StackSpec stack, Adoption... adoptions) {
    return new ProvisioningPlan(service.plan(stack, Set.copyOf(List.of(adoptions))));
  }

  /**
   * Does what a plan says and waits until all of it can be used. What the plan keeps gets no
   * request that changes anything; if all is kept, none is sent at all.
   *
   * <p>A compute environment that goes takes no new jobs, and is deleted when its last one has
   * ended or their time is over; the apply waits for that, and no longer.
   *
   * <p>Before anything is made, all is read once more. If the plan no longer fits, since something
   * kept is gone or a name is taken, that is said and nothing is changed. Nor is anything if one of
   * the plan's actions is refused.
   *
   * @param plan a plan of this account and Region
   * @return the stack as it exists now, with what was kept and the newest revisions
   * @throws ProvisioningException if an action of the plan is refused, the plan no longer fits, or
   *     something could not be made; the message says what exists now
   * @throws SpotBatchException if AWS cannot be reached
   */
  public Deployment apply(ProvisioningPlan plan) {
    return apply(plan, ProvisioningListener.none());
  }

  /**
   * Does what a plan says, as {@link #apply(ProvisioningPlan)} does, and tells how it goes.
   *
   * @param plan a plan of this account and Region
   * @param listener hears of each step; nothing of what is kept
   * @return the stack as it exists now, with what was kept and the newest revisions
   * @throws ProvisioningException if an action of the plan is refused, the plan no longer fits, or
   *     something could not be made; the message says what exists now
   * @throws SpotBatchException if AWS cannot be reached
   */
  public Deployment apply(ProvisioningPlan plan, ProvisioningListener listener) {
    return apply(plan, FailedApply.KEEP, listener);
  }

  /**
   * Does what a plan says, as {@link #apply(ProvisioningPlan)} does, or removes again what it has
   * made if it fails.
   *
   * <p>Removed is what this very apply has made: not what it has kept, completed or changed, not an
   * image in a repository that was there, and not what another apply may have made at the same
   * time. What it has made and something that was there before uses by now is left. An interrupt,
   * or the end of the process, removes nothing.
   *
   * @param plan a plan of this account and Region
   * @param onFailure what to do about what has been made when something fails; {@link
   *     FailedApply#KEEP} unless told
   * @param listener hears of each step, also of those back
   * @return the stack as it exists now, with what was kept and the newest revisions
   * @throws ProvisioningException if an action of the plan is refused, the plan no longer fits, or
   *     something could not be made; the message says what exists now, or what was removed again
   * @throws SpotBatchException if AWS cannot be reached
   */
  public Deployment apply(
      ProvisioningPlan plan, FailedApply onFailure, ProvisioningListener listener) {
    return new Deployment(
        plan.planned().names(), service.apply(plan.planned(), onFailure, listener), jobs);
  }

  /**
   * Finds out what {@link #destroy(String)} would do. Only reads.
   *
   * @param stack the stack's name; nothing else is needed
   * @return the plan, which can be printed and given to {@link #destroy(ProvisioningPlan)}; it has
   *     no action if there is no such stack
   * @throws ProvisioningException if AWS refuses to be read
   * @throws SpotBatchException if AWS cannot be reached, or there are no credentials or no Region
   */
  public ProvisioningPlan planDestroy(String stack) {
    return planDestroy(stack, UnfinishedJobs.REFUSE);
  }

  /**
   * Finds out what has to be done so that a stack is gone. Only reads.
   *
   * <p>What is the stack's own would be deleted. What somebody else uses is kept, with who that is
   * as the action's reason: a compute environment of which another's queue is made, and a role, an
   * instance profile, a launch template or a security group that another compute environment,
   * instance profile or ACTIVE job definition of this Region refers to. What is {@linkplain
   * io.github.spotbatch.spec.StackSpec#deletionProtection() protected} is {@linkplain
   * ProvisioningPlan#refused() refused}.
   *
   * @param stack the stack's name; nothing else is needed
   * @param unfinishedJobs whether queues that have unfinished jobs are refused, or these are shown
   *     as {@linkplain ProvisioningPlan#affectedJobs() affected} and would be terminated
   * @return the plan, which can be printed and given to {@link #destroy(ProvisioningPlan)}; it has
   *     no action if there is no such stack
   * @throws ProvisioningException if AWS refuses to be read
   * @throws SpotBatchException if AWS cannot be reached, or there are no credentials or no Region
   */
  public ProvisioningPlan planDestroy(String stack, UnfinishedJobs unfinishedJobs) {
    return new ProvisioningPlan(service.planDestroy(stack, unfinishedJobs));
  }

  /**
   * Removes a stack as a plan says.
   *
   * <p>All is read once more before. If anything has come since, among it a job that the plan does
   * not name, or is used by others now, that is said and nothing is changed. What has gone since
   * was to go.
   *
   * @param plan a plan by {@link #planDestroy(String)} of this account and Region
   * @return what was deleted, and what others use and was therefore kept
   * @throws IncompleteDestroyException if something could not be deleted; plan again, or destroy
   *     the stack by its name
   * @throws ProvisioningException if an action of the plan is refused, or the plan no longer fits
   * @throws SpotBatchException if AWS cannot be reached
   */
  public DestroyReport destroy(ProvisioningPlan plan) {
    return destroy(plan, ProvisioningListener.none());
  }

  /**
   * Removes a stack as a plan says, as {@link #destroy(ProvisioningPlan)} does, and tells how it
   * goes.
   *
   * @param plan a plan by {@link #planDestroy(String)} of this account and Region
   * @param listener hears of each step
   * @return what was deleted, and what others use and was therefore kept
   * @throws IncompleteDestroyException if something could not be deleted; plan again, or destroy
   *     the stack by its name
   * @throws ProvisioningException if an action of the plan is refused, or the plan no longer fits
   * @throws SpotBatchException if AWS cannot be reached
   */
  public DestroyReport destroy(ProvisioningPlan plan, ProvisioningListener listener) {
    return service.destroy(plan.planned(), listener);
  }

  /**
   * Removes a stack, whole or half made, if it has no unfinished jobs.
   *
   * @param stack the stack's name; nothing else is needed
   * @return what was deleted, and what others use and was therefore kept
   * @throws IncompleteDestroyException if something could not be deleted; it can be called again
   * @throws ProvisioningException if it has unfinished jobs or is protected, or AWS refuses to be
   *     read; nothing was deleted then
   * @throws SpotBatchException if AWS cannot be reached
   * @see #destroy(String, UnfinishedJobs, ProvisioningListener)
   */
  public DestroyReport destroy(String stack) {
    return destroy(stack, UnfinishedJobs.REFUSE);
  }

  /**
   * Removes a stack, whole or half made.
   *
   * @param stack the stack's name; nothing else is needed
   * @param unfinishedJobs what to do about jobs that have not ended
   * @return what was deleted, and what others use and was therefore kept
   * @throws IncompleteDestroyException if something could not be deleted; it can be called again
   * @throws ProvisioningException if it has unfinished jobs and these are not to be terminated, it
   *     is protected, or AWS refuses to be read; nothing was deleted then
   * @throws SpotBatchException if AWS cannot be reached
   * @see #destroy(String, UnfinishedJobs, ProvisioningListener)
   */
  public DestroyReport destroy(String stack, UnfinishedJobs unfinishedJobs) {
    return destroy(stack, unfinishedJobs, ProvisioningListener.none());
  }

  /**
   * Removes a stack, whole or half made, and tells how it goes. It plans, as {@link
   * #planDestroy(String, UnfinishedJobs)} does, and does what it has planned.
   *
   * <p>Each thing goes as soon as what needs it is gone, side by side with all else. If AWS does
   * not let something go, then what that needs stays as well, and everything else is deleted all
   * the same. That ends in an exception, which says what is left and why, so that it is not
   * overlooked; the report that is returned otherwise lists only what others use.
   *
   * <p>An environment whose own service role somebody has deleted could not be deleted by AWS
   * Batch: if the role was the stack's own, it is made again and deleted with it.
   *
   * <p>The number of calls: 1 for the identity of the caller; 1 for each page of the lists of the
   * Region's compute environments, job queues, ACTIVE job definitions and repositories, of the
   * roles and instance profiles under the path {@code /spotbatch/}, of the stack's security groups,
   * of its launch templates and of its log groups; 2 for each role, and 1 for each instance
   * profile, repository and log group with a name of the stack; 10 for each queue, to find its jobs
   * before and after it is shut. To delete it takes 2 and the looks while it is waited for, at
   * least 2, for each queue and compute environment; 3 for each role and 1 for each of its
   * policies; 2 for each instance profile; 1 for each security group, launch template, repository,
   * log group and revision. What is DISABLED already takes less, and jobs that are terminated and
   * what AWS calls busy take more.
   *
   * @param stack the stack's name; nothing else is needed
   * @param unfinishedJobs what to do about jobs that have not ended
   * @param listener hears of each step
   * @return what was deleted, and what others use and was therefore kept
   * @throws IncompleteDestroyException if something could not be deleted; it can be called again
   * @throws ProvisioningException if it has unfinished jobs and these are not to be terminated, it
   *     is protected, or AWS refuses to be read; nothing was deleted then
   * @throws SpotBatchException if AWS cannot be reached
   */
  public DestroyReport destroy(
      String stack, UnfinishedJobs unfinishedJobs, ProvisioningListener listener) {
    return service.destroy(stack, unfinishedJobs, listener);
  }

  /**
   * Lists every stack of the Region, half-made ones too.
   *
   * @return the stacks in the order of their names
   * @throws ProvisioningException if AWS refuses to be read
   * @throws SpotBatchException if AWS cannot be reached
   */
  public List<StackSummary> stacks() {
    return service.stacks();
  }
}
