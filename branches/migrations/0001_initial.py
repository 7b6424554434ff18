import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='Branch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True)),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('region', models.CharField(blank=True, max_length=120)),
                ('founded_on', models.DateField(blank=True, null=True)),
            ],
            options={
                'verbose_name_plural': 'branches',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Member',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail address')),
                ('full_name', models.CharField(max_length=150)),
                ('name_key', models.CharField(db_index=True, editable=False, max_length=200)),
                ('joined_on', models.DateField()),
                ('birth_year', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('left_on', models.DateField(blank=True, null=True)),
                ('is_active', models.BooleanField(default=True)),
                ('needs_approval', models.BooleanField(default=False, help_text='The national level approves a new membership.')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('same_as', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='earlier_entries', to=settings.AUTH_USER_MODEL)),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                ('branch', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='members', to='branches.branch')),
            ],
            options={
                'indexes': [models.Index(fields=['full_name', 'id'], name='member_by_name'), models.Index(fields=['branch', 'joined_on'], name='member_of_branch')],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='member_email_in_any_case'), models.CheckConstraint(condition=models.Q(('left_on__isnull', True), ('left_on__gte', models.F('joined_on')), _connector='OR'), name='member_leaves_after_joining'), models.CheckConstraint(condition=models.Q(('birth_year__isnull', True), ('birth_year__range', (1900, 2200)), _connector='OR'), name='member_birth_year_is_plausible')],
            },
        ),
        migrations.CreateModel(
            name='Interest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('relation', models.CharField(choices=[('partner', 'Partner'), ('family', 'Family'), ('housemate', 'Housemate'), ('employer', 'Employer or manager'), ('colleague', 'Works for the same employer'), ('friend', 'Close friend'), ('hostile', 'In open conflict'), ('interest', 'Money, a home, a contract or a job hangs on it'), ('slate', 'Stood for election together'), ('opponent', 'Stood for election against each other')], max_length=20)),
                ('since', models.DateField(blank=True, null=True)),
                ('until', models.DateField(blank=True, null=True)),
                ('declared_at', models.DateTimeField()),
                ('declared_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ties', to=settings.AUTH_USER_MODEL)),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ties_declared_by_others', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['declared_at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('member', models.F('other')), _negated=True), name='interest_in_another_person'), models.CheckConstraint(condition=models.Q(('relation__in', ['partner', 'family', 'housemate', 'employer', 'colleague', 'friend', 'hostile', 'interest', 'slate', 'opponent'])), name='interest_relation_is_known'), models.UniqueConstraint(django.db.models.functions.comparison.Least('member', 'other'), django.db.models.functions.comparison.Greatest('member', 'other'), models.F('relation'), condition=models.Q(('until__isnull', True)), name='interest_open_once'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('since__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='interest_span')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField()),
                ('until', models.DateField(blank=True, null=True)),
                ('branch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='branches.branch')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['since', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('member',), name='membership_one_open_branch'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('since__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='membership_span')],
            },
        ),
        migrations.CreateModel(
            name='Office',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('post', models.CharField(choices=[('branch_leader', 'Branch leader'), ('intake_officer', 'Intake officer'), ('facilitator', 'Facilitator'), ('national_chair', 'Chair of the National Disciplinary Committee'), ('national_member', 'Member of the National Disciplinary Committee'), ('national_alternate', 'Alternate of the National Disciplinary Committee'), ('appeals_chair', 'Chair of the Appeals Committee'), ('appeals_member', 'Member of the Appeals Committee'), ('appeals_alternate', 'Alternate of the Appeals Committee'), ('duty', 'On the national duty roster'), ('reserve', 'Member of the national reserve pool'), ('registrar', 'Registrar'), ('auditor', 'Auditor'), ('administrator', 'Administrator'), ('national_officer', 'National officer'), ('staff', 'Member of staff')], max_length=30)),
                ('since', models.DateField()),
                ('until', models.DateField(blank=True, null=True)),
                ('branch', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='offices', to='branches.branch')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['since', 'id'],
                'indexes': [models.Index(fields=['post', 'branch', 'since'], name='office_holders')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('branch__isnull', False), ('post__in', ['branch_leader'])), models.Q(('branch__isnull', True), ('post__in', ['administrator', 'appeals_alternate', 'appeals_chair', 'appeals_member', 'auditor', 'duty', 'national_alternate', 'national_chair', 'national_member', 'national_officer', 'registrar', 'reserve', 'staff'])), ('post__in', ['facilitator', 'intake_officer']), _connector='OR'), name='office_in_its_place'), models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('member', 'post', 'branch'), name='office_held_once'), models.UniqueConstraint(condition=models.Q(('branch__isnull', True), ('until__isnull', True)), fields=('member', 'post'), name='national_office_held_once'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('since__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='office_span')],
            },
        ),
    ]
