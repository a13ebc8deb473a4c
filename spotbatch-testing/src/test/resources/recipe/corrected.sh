# The recipe's own commands in its own order; what is changed says why. Expects `aws` and `docker` on the PATH.
set -euo pipefail

# Runs a command until it prints what is expected.
wait_for() {
    expected=$1
    shift
    for _ in $(seq 100); do
        found=$("$@")
        if [ "$found" = "$expected" ]; then return; fi
        sleep 0.1
    done
    echo "never became $expected, is $found: $*" >&2
    exit 1
}

echo "== Preparation"
export AWS_ACCOUNT_ID=$(aws sts get-caller-identity \
    --query Account --output text)
export AWS_REGION=$(aws configure get region)
RANDOM_STRING=$(aws secretsmanager get-random-password \
    --exclude-punctuation --exclude-uppercase \
    --password-length 6 --require-each-included-type \
    --output text --query RandomPassword)
# The suffix: the names without it may be taken, and are others' to delete.
export BATCH_SERVICE_ROLE_NAME=AWSBatchServiceRole-$RANDOM_STRING
export INSTANCE_ROLE_NAME=ecsInstanceRole-$RANDOM_STRING
export JOB_ROLE_NAME=BatchJobExecutionRole-$RANDOM_STRING
export ECR_REPO_NAME=batch-demo-$RANDOM_STRING
export COMPUTE_ENV_NAME=spot-compute-env-$RANDOM_STRING
export JOB_QUEUE_NAME=spot-job-queue-$RANDOM_STRING
export JOB_DEFINITION_NAME=batch-job-def-$RANDOM_STRING

echo "== 1 service role"
aws iam create-role \
    --role-name $BATCH_SERVICE_ROLE_NAME \
    --assume-role-policy-document '{
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {
                    "Service": "batch.amazonaws.com"
                },
                "Action": "sts:AssumeRole"
            }
        ]
    }'
aws iam attach-role-policy \
    --role-name $BATCH_SERVICE_ROLE_NAME \
    --policy-arn arn:aws:iam::aws:policy/service-role/AWSBatchServiceRole

echo "== 2 instance role"
aws iam create-role \
    --role-name $INSTANCE_ROLE_NAME \
    --assume-role-policy-document '{
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {
                    "Service": "ec2.amazonaws.com"
                },
                "Action": "sts:AssumeRole"
            }
        ]
    }'
aws iam attach-role-policy \
    --role-name $INSTANCE_ROLE_NAME \
    --policy-arn arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role
aws iam create-instance-profile \
    --instance-profile-name $INSTANCE_ROLE_NAME
aws iam add-role-to-instance-profile \
    --instance-profile-name $INSTANCE_ROLE_NAME \
    --role-name $INSTANCE_ROLE_NAME

echo "== 3 job execution role"
aws iam create-role \
    --role-name $JOB_ROLE_NAME \
    --assume-role-policy-document '{
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {
                    "Service": "ecs-tasks.amazonaws.com"
                },
                "Action": "sts:AssumeRole"
            }
        ]
    }'
aws iam attach-role-policy \
    --role-name $JOB_ROLE_NAME \
    --policy-arn arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy

echo "== 4 repository"
aws ecr create-repository --repository-name $ECR_REPO_NAME
export ECR_URI=$(aws ecr describe-repositories \
    --repository-names $ECR_REPO_NAME \
    --query 'repositories[0].repositoryUri' --output text)

echo "== 5, 6 application"
cat > batch_app.py << 'APP'
print("Batch job completed successfully")
APP
cat > Dockerfile << 'DOCKER'
FROM public.ecr.aws/docker/library/python:3.13-slim
WORKDIR /app
COPY batch_app.py .
CMD ["python", "batch_app.py"]
DOCKER

echo "== 7 image"
# The registry's host, not the repository.
aws ecr get-login-password --region $AWS_REGION | \
    docker login --username AWS --password-stdin ${ECR_URI%%/*}
docker build -t $ECR_REPO_NAME .
docker tag $ECR_REPO_NAME:latest $ECR_URI:latest
docker push $ECR_URI:latest

echo "== 8 network"
export VPC_ID=$(aws ec2 describe-vpcs \
    --filters "Name=is-default,Values=true" \
    --query 'Vpcs[0].VpcId' --output text)
export SUBNET_IDS=$(aws ec2 describe-subnets \
    --filters "Name=vpc-id,Values=$VPC_ID" \
    --query 'Subnets[].SubnetId' --output text | tr '\t' ',')

echo "== 9 security group"
export SECURITY_GROUP_ID=$(aws ec2 create-security-group \
    --group-name batch-sg-$RANDOM_STRING \
    --description "Security group for AWS Batch instances" \
    --vpc-id $VPC_ID \
    --query 'GroupId' --output text)

echo "== 10 compute environment"
# By now Batch sees the roles; on AWS this is the place to wait.
# Quotes around $(echo ..): a shell would cut what it prints at the blanks.
# SPOT and its strategy for EC2, instanceTypes for InstanceTypes, ECS_AL2023 for ECS_AL2; no bid.
aws batch create-compute-environment \
    --compute-environment-name $COMPUTE_ENV_NAME \
    --type MANAGED \
    --state ENABLED \
    --compute-resources '{
        "type": "SPOT",
        "minvCpus": 0,
        "maxvCpus": 100,
        "desiredvCpus": 0,
        "instanceTypes": ["c5.large", "c5.xlarge", "c5.2xlarge", "m5.large", "m5.xlarge", "m5.2xlarge"],
        "allocationStrategy": "SPOT_PRICE_CAPACITY_OPTIMIZED",
        "ec2Configuration": [{
            "imageType": "ECS_AL2023"
        }],
        "subnets": ["'"$(echo $SUBNET_IDS | sed 's/,/", "/g')"'"],
        "securityGroupIds": ["'$SECURITY_GROUP_ID'"],
        "instanceRole": "arn:aws:iam::'$AWS_ACCOUNT_ID':instance-profile/'$INSTANCE_ROLE_NAME'",
        "tags": {
            "Environment": "batch-demo",
            "CostCenter": "batch-processing"
        }
    }' \
    --service-role arn:aws:iam::$AWS_ACCOUNT_ID:role/$BATCH_SERVICE_ROLE_NAME
# A queue takes valid environments only.
wait_for VALID aws batch describe-compute-environments --compute-environments $COMPUTE_ENV_NAME \
    --query 'computeEnvironments[0].status' --output text

echo "== 11 job queue"
aws batch create-job-queue \
    --job-queue-name $JOB_QUEUE_NAME \
    --state ENABLED \
    --priority 1 \
    --compute-environment-order '[{
        "order": 1,
        "computeEnvironment": "'$COMPUTE_ENV_NAME'"
    }]'
wait_for VALID aws batch describe-job-queues --job-queues $JOB_QUEUE_NAME \
    --query 'jobQueues[0].status' --output text

echo "== 12 job definition"
aws batch register-job-definition \
    --job-definition-name $JOB_DEFINITION_NAME \
    --type container \
    --container-properties '{
        "image": "'$ECR_URI':latest",
        "vcpus": 1,
        "memory": 512,
        "jobRoleArn": "arn:aws:iam::'$AWS_ACCOUNT_ID':role/'$JOB_ROLE_NAME'"
    }' \
    --retry-strategy '{
        "attempts": 3,
        "evaluateOnExit": [{
            "onStatusReason": "Host EC2*",
            "action": "RETRY"
        }, {
            "onReason": "*",
            "action": "EXIT"
        }]
    }' \
    --timeout '{"attemptDurationSeconds": 3600}'

echo "== 13 test job"
export JOB_ID=$(aws batch submit-job \
    --job-name test-batch-job-$(date +%s) \
    --job-queue $JOB_QUEUE_NAME \
    --job-definition $JOB_DEFINITION_NAME \
    --query 'jobId' --output text)
echo "Submitted job with ID: $JOB_ID"
wait_for RUNNING aws batch describe-jobs --jobs $JOB_ID --query 'jobs[0].status' --output text

echo "== Validation 3"
# Of the environment's instances only.
aws ec2 describe-instances \
    --filters "Name=instance-lifecycle,Values=spot" \
    "Name=instance-state-name,Values=running" \
    "Name=tag:Environment,Values=batch-demo" \
    --query 'Reservations[].Instances[].{InstanceId:InstanceId,InstanceType:InstanceType,SpotPrice:SpotInstanceRequestId}' \
    --output table

echo "== 14 status"
# jobDefinition for jobDefinitionArn.
aws batch describe-jobs --jobs $JOB_ID \
    --query 'jobs[0].{Status:status,Queue:jobQueue,Def:jobDefinition}' \
    --output table

echo "== Validation 1"
aws batch describe-compute-environments \
    --compute-environments $COMPUTE_ENV_NAME \
    --query 'computeEnvironments[0].{Name:computeEnvironmentName,State:state,Status:status}' \
    --output table

echo "== Validation 2"
wait_for SUCCEEDED aws batch describe-jobs --jobs $JOB_ID --query 'jobs[0].status' --output text

echo "== Validation 4"
aws logs describe-log-groups \
    --log-group-name-prefix /aws/batch/job \
    --query 'logGroups[].logGroupName' --output text

echo "== Validation 5"
for i in {1..2}; do
    aws batch submit-job \
        --job-name batch-job-$i-$(date +%s) \
        --job-queue $JOB_QUEUE_NAME \
        --job-definition $JOB_DEFINITION_NAME
done

echo "== Cleanup 1"
# terminate-job with a reason for cancel-job without, jobSummaryList for jobList, and jobs that do not run yet, too.
for status in RUNNABLE STARTING RUNNING; do
    aws batch list-jobs --job-queue $JOB_QUEUE_NAME \
        --job-status $status \
        --query 'jobSummaryList[].jobId' --output text | \
        xargs -r -n1 aws batch terminate-job --reason cleanup --job-id
done

echo "== Cleanup 2"
aws batch update-job-queue \
    --job-queue $JOB_QUEUE_NAME \
    --state DISABLED
wait_for VALID aws batch describe-job-queues --job-queues $JOB_QUEUE_NAME \
    --query 'jobQueues[0].status' --output text

echo "== Cleanup 3"
aws batch delete-job-queue --job-queue $JOB_QUEUE_NAME
wait_for None aws batch describe-job-queues --job-queues $JOB_QUEUE_NAME \
    --query 'jobQueues[0].status' --output text

echo "== Cleanup 4"
aws batch update-compute-environment \
    --compute-environment $COMPUTE_ENV_NAME \
    --state DISABLED
wait_for VALID aws batch describe-compute-environments --compute-environments $COMPUTE_ENV_NAME \
    --query 'computeEnvironments[0].status' --output text
aws batch delete-compute-environment \
    --compute-environment $COMPUTE_ENV_NAME
wait_for None aws batch describe-compute-environments --compute-environments $COMPUTE_ENV_NAME \
    --query 'computeEnvironments[0].status' --output text

echo "== Cleanup 5"
# With its revision.
aws batch deregister-job-definition \
    --job-definition $JOB_DEFINITION_NAME:1

echo "== Cleanup 6"
aws ecr delete-repository \
    --repository-name $ECR_REPO_NAME \
    --force

echo "== Cleanup 7"
# The instances have gone with the environment.
aws ec2 delete-security-group \
    --group-id $SECURITY_GROUP_ID

echo "== Cleanup 8"
aws iam remove-role-from-instance-profile \
    --instance-profile-name $INSTANCE_ROLE_NAME \
    --role-name $INSTANCE_ROLE_NAME
aws iam delete-instance-profile \
    --instance-profile-name $INSTANCE_ROLE_NAME
aws iam detach-role-policy \
    --role-name $BATCH_SERVICE_ROLE_NAME \
    --policy-arn arn:aws:iam::aws:policy/service-role/AWSBatchServiceRole
aws iam detach-role-policy \
    --role-name $INSTANCE_ROLE_NAME \
    --policy-arn arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role
aws iam detach-role-policy \
    --role-name $JOB_ROLE_NAME \
    --policy-arn arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy
aws iam delete-role --role-name $BATCH_SERVICE_ROLE_NAME
aws iam delete-role --role-name $INSTANCE_ROLE_NAME
aws iam delete-role --role-name $JOB_ROLE_NAME

echo "== Cleanup 9"
rm -f batch_app.py Dockerfile

echo "== Done"
